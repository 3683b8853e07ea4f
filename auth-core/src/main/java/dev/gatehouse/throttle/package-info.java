/**
 * Rate limits and login lockout. A rate limit is one atomic long per key (GCRA); a lockout is a count of failures in a few
 * lanes, reserved before a password is hashed.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.throttle;

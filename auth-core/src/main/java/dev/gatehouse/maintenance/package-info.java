/** Scheduled work: expiry, key rotation, clean-up; one node at a time. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.maintenance;

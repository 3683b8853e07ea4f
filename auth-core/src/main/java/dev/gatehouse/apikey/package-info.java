/** Issue, verify, rotate, limit and revoke API keys, and count what they are used for. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.apikey;

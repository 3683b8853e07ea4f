/**
 * What may be used once: ids of client assertions, proofs and webhooks. The first use of an id is one atomic step, and an id is
 * remembered for as long as it could be used again.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.replay;

package dev.gatehouse.redis;

/**
 * How Redis fares, since the start of this node.
 *
 * @param answering false while it is not asked because it did not answer; it is tried twice a second then
 * @param failures calls that got no answer in time, or an error
 * @param unsent changes that other nodes learned of by their lease only
 */
public record RedisStatus(boolean answering, long failures, long unsent) {}

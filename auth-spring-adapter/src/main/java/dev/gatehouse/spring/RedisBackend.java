package dev.gatehouse.spring;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisStatus;

/** What nodes share over Redis. */
final class RedisBackend implements SharedBackend {
  private final Redis redis;
  private final int nodes;
  private final boolean copies;

  /**
   * Shares over a Redis, and closes it at the end.
   *
   * @param nodes about how many nodes there are
   * @param copies whether nodes share copies of what the database said, too
   */
  RedisBackend(Redis redis, int nodes, boolean copies) {
    this.redis = redis;
    this.nodes = nodes;
    this.copies = copies;
  }

  @Override
  public Invalidations invalidations() {
    return redis.invalidations();
  }

  @Override
  public void configure(GatehouseBuilder builder) {
    builder.rateLimits(redis.rateLimits(), nodes);
    if (copies) {
      builder.sharedCache(redis.sharedCache());
    }
  }

  @Override
  public Status status() {
    RedisStatus status = redis.status();
    return new Status(status.answering(), status.failures(), status.unsent());
  }

  @Override
  public void close() {
    redis.close();
  }
}

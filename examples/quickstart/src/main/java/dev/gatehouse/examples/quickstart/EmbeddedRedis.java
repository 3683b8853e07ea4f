package dev.gatehouse.examples.quickstart;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.EmbeddedRedisServer;

/**
 * A Redis of this example's own, on this machine only, on any free port. It keeps nothing on disk, and ends with the
 * application. Yours runs elsewhere; {@code Redis.at(…)} is all that you need of this class.
 */
final class EmbeddedRedis implements AutoCloseable {
  private final EmbeddedRedisServer server;
  private final Redis redis;

  /**
   * Starts it.
   *
   * @throws IllegalStateException if there is no program for this system, or it does not answer
   */
  EmbeddedRedis(Secret secret) {
    this.server = EmbeddedRedisServer.start();
    this.redis = Redis.at(RedisSettings.of(server.url()), secret);
  }

  Redis redis() {
    return redis;
  }

  @Override
  public void close() {
    redis.close();
    server.close();
  }

  @Override
  public String toString() {
    return "Redis on port " + server.port();
  }
}

package dev.gatehouse.benchmarks.redis;

import dev.gatehouse.throttle.Limit;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bucket4j over the same client: one bucket per key, as its documentation says. */
final class Bucket4jRedis implements AutoCloseable {
  private final RedisClient client;
  private final ProxyManager<byte[]> buckets;
  private final BucketConfiguration configuration;

  Bucket4jRedis(String url, Limit limit) {
    this.client = RedisClient.create(url);
    this.buckets = Bucket4jLettuce.casBasedBuilder(client)
        .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
            Duration.ofSeconds(10)))
        .build();
    this.configuration = BucketConfiguration.builder()
        .addLimit(bandwidth ->
            bandwidth.capacity(limit.capacity()).refillGreedy(limit.capacity(), limit.period()))
        .build();
  }

  boolean take(String key) {
    return buckets
        .builder()
        .build(key.getBytes(StandardCharsets.UTF_8), () -> configuration)
        .tryConsume(1);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}

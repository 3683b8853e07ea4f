package dev.gatehouse.redis;

import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.throttle.RateLimitStore;
import io.lettuce.core.resource.ClientResources;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;

/**
 * What nodes share over Redis: rate limits, word of changes, and copies of what the store said. It connects at the first use, so that an application
 * starts without Redis, and connects again by itself. Safe for use by many threads.
 *
 * <pre>{@code
 * Redis redis = Redis.at(RedisSettings.of("redis://localhost"), secret);
 * Gatehouse.builder()
 *     .storage(JdbcStorage.builder(dataSource).invalidations(redis.invalidations()).build())
 *     .rateLimits(redis.rateLimits(), nodes)
 *     .sharedCache(redis.sharedCache())
 * }</pre>
 */
public final class Redis implements AutoCloseable {
  private final ClientResources resources;
  private final Connector connector;
  private final CommandExecutor executor;
  private final RateLimitStore rateLimits;
  private final SharedCache sharedCache;
  private final ReplayStore replays;
  private final RedisInvalidations invalidations;

  private Redis(RedisSettings settings, KeyRing keys, RandomSource random) {
    this.resources = Lettuce.resources();
    this.connector = Lettuce.connector(settings, resources);
    this.executor =
        new CommandExecutor(connector, settings.timeout(), new Breaker(System::nanoTime));
    this.rateLimits = new RedisRateLimits(executor, keys, settings);
    this.sharedCache = new RedisSharedCache(executor, settings);
    this.replays = new RedisReplays(executor, settings);
    String channel = settings.prefix() + ":changes";
    this.invalidations = new RedisInvalidations(
        connector,
        new Journal(executor, settings.prefix() + ":journal", channel),
        channel,
        HexFormat.of().formatHex(random.bytes(8)));
  }

  /**
   * Returns the Redis of these settings; nothing is asked of it yet.
   *
   * @param secret the application secret: what is kept in Redis is named by a MAC under it
   */
  public static Redis at(RedisSettings settings, Secret secret) {
    RandomSource random = RandomSource.secure();
    return new Redis(settings, new KeyRing(secret, List.of(), random), random);
  }

  /** Returns the rate limits that all nodes share. Put this node's own behind them for when Redis does not answer. */
  public RateLimitStore rateLimits() {
    return rateLimits;
  }

  /** Returns the cache that all nodes share. */
  public SharedCache sharedCache() {
    return sharedCache;
  }

  /**
   * Returns which ids have been used, for more of them than PostgreSQL bears. It refuses ids from before Redis was started,
   * emptied or failed over, and needs a server that keeps its keys ({@code noeviction}).
   */
  public ReplayStore replays() {
    return replays;
  }

  /** Returns word of changes between nodes. */
  public Invalidations invalidations() {
    return invalidations;
  }

  /** Returns how Redis fares. */
  public RedisStatus status() {
    return new RedisStatus(executor.answers(), executor.failures(), invalidations.unsent());
  }

  /** Ends every connection; what was shared stays with Redis until it ends by itself. */
  @Override
  public void close() {
    invalidations.close();
    connector.close();
    Future<?> unused = resources.shutdown();
  }
}

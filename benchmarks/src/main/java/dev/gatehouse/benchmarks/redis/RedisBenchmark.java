package dev.gatehouse.benchmarks.redis;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.EmbeddedRedisServer;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Counts requests of 10,000 callers in a Redis on the same machine, by a limit that lets all of them through. */
@State(Scope.Benchmark)
public class RedisBenchmark {
  private static final int CALLERS = 10_000;
  private static final Limit GENEROUS = new Limit(1_000_000, Duration.ofSeconds(1));
  private static final Limit FIVE = new Limit(5, Duration.ofMinutes(10));

  private final EmbeddedRedisServer server = EmbeddedRedisServer.start();
  private final Redis redis = Redis.at(settings(), secret());
  private final RateLimitStore ours = redis.rateLimits();
  private final BareScript bare = new BareScript(server.url(), 1, GENEROUS.capacity());
  private final Bucket4jRedis bucket4j = new Bucket4jRedis(server.url(), GENEROUS);
  private final LimitKey[] keys = new LimitKey[CALLERS];
  private final String[] names = new String[CALLERS];
  private final Quota quota = new Quota("calls", GENEROUS);

  private RedisSettings settings() {
    // 64 callers on two cores wait for a core, not for Redis.
    return RedisSettings.of(server.url()).withTimeout(Duration.ofSeconds(5));
  }

  private static Secret secret() {
    return Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32)));
  }

  /** Makes callers, and proves that each limiter stops one who asks too often. */
  @Setup
  public void prepare() {
    for (int i = 0; i < CALLERS; i++) {
      UUID id = UUID.randomUUID();
      keys[i] = LimitKey.of(LimitKey.Kind.USER, id);
      names[i] = "bare:{" + id + "}";
    }
    Charge strict = Charge.of(new Quota("strict", FIVE), keys[0]);
    prove(() -> ours.take(strict).allowed());
    try (BareScript script = new BareScript(server.url(), FIVE.intervalNanos() / 1000, 5);
        Bucket4jRedis buckets = new Bucket4jRedis(server.url(), FIVE)) {
      prove(() -> script.take("strict-bare"));
      prove(() -> buckets.take("strict-bucket4j"));
    }
  }

  private static void prove(BooleanSupplier limiter) {
    int accepted = 0;
    for (int i = 0; i < 20; i++) {
      accepted += limiter.getAsBoolean() ? 1 : 0;
    }
    if (accepted != 5) {
      throw new IllegalStateException("a limit of 5 let " + accepted + " through");
    }
  }

  /** Stops the server. */
  @TearDown
  public void close() {
    bucket4j.close();
    bare.close();
    redis.close();
    server.close();
  }

  /** The floor. */
  @Benchmark
  public boolean bare() {
    return bare.take(names[next()]);
  }

  /** The shared store of limits. */
  @Benchmark
  public Object gatehouse() {
    return ours.take(Charge.of(quota, keys[next()]));
  }

  /** Bucket4j. */
  @Benchmark
  public boolean bucket4j() {
    return bucket4j.take(names[next()]);
  }

  private static int next() {
    return ThreadLocalRandom.current().nextInt(CALLERS);
  }
}

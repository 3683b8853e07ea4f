package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.FallbackRateLimits;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedisOutageTest {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static final Quota FIVE = new Quota("five", Limit.perHour(5));
  private static final Duration TIMEOUT = Duration.ofMillis(100);

  private final RedisServer server = RedisServer.start();
  private final Redis redis = Redis.at(RedisSettings.of(server.url()).withTimeout(TIMEOUT), SECRET);
  private final LocalRateLimits local =
      new LocalRateLimits(System::nanoTime, RandomSource.secure(), 1_024);
  private final RateLimitStore limits = new FallbackRateLimits(redis.rateLimits(), local, 1);
  private final Charge charge = Charge.of(FIVE, LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID()));

  @BeforeEach
  void warmUp() {
    awaitAnswer();
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  /** Until Redis itself answers; the first connection of a JVM takes longer than a request waits. */
  private long awaitAnswer() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < Duration.ofSeconds(20).toNanos()) {
      try {
        redis
            .rateLimits()
            .take(Charge.of(FIVE, LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID())));
        return (System.nanoTime() - begin) / 1_000_000;
      } catch (StoreException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("Redis does not answer");
  }

  private int through(int calls) {
    int through = 0;
    for (int i = 0; i < calls; i++) {
      through += limits.take(charge).allowed() ? 1 : 0;
    }
    return through;
  }

  @Test
  @DisplayName(
      "RL-04, CFG-05 killed: this node's own limits hold, and Redis is back within two seconds of its return")
  void killed() {
    assertThat(through(3)).isEqualTo(3);
    server.killHard();
    assertThat(through(100)).as("at most the limit once more").isBetween(1, 5);
    server.startAgain();
    long millis = awaitAnswer();
    System.out.println("[redis] answers again " + millis + " ms after its return");
    assertThat(millis).isLessThan(2_000);
    assertThat(redis.status().answering()).isTrue();
  }

  @Test
  @DisplayName("RL-04 hung: callers wait for the timeout three times in all, and then not at all")
  void hung() {
    assertThat(through(1)).isEqualTo(1);
    server.freeze();
    long begin = System.nanoTime();
    assertThat(through(200)).isLessThanOrEqualTo(5);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.println("[redis] 200 calls while it hung took " + millis + " ms");
    // Three timeouts, and one trial in each half second.
    assertThat(millis).isBetween(3 * TIMEOUT.toMillis(), 2_000L);
    assertThatThrownBy(() -> redis.rateLimits().take(charge)).isInstanceOf(StoreException.class);
    server.thaw();
    assertThat(awaitAnswer()).isLessThan(2_000);
  }

  @Test
  @DisplayName("CFG-05 out of memory: an error is no permission")
  void outOfMemory() {
    try (RedisServer full =
            RedisServer.start("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        Redis asked = Redis.at(RedisSettings.of(full.url()), SECRET)) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> asked.rateLimits().take(charge))
            .isInstanceOf(StoreException.class)
            .hasMessageNotContaining("gatehouse:");
      }
    }
  }

  @Test
  void anApplicationStartsWithoutRedis() {
    try (Redis nowhere = Redis.at(RedisSettings.of("redis://127.0.0.1:1"), SECRET)) {
      assertThat(new FallbackRateLimits(nowhere.rateLimits(), local, 1)
              .take(charge)
              .allowed())
          .isTrue();
      assertThat(nowhere.status().failures()).isPositive();
    }
  }
}

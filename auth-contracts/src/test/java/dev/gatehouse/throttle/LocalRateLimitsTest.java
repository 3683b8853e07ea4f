package dev.gatehouse.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.contract.RateLimitStoreContract;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.testkit.Racing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalRateLimitsTest implements RateLimitStoreContract {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong clock = new AtomicLong(-SECOND);
  private final LocalRateLimits store =
      new LocalRateLimits(clock::get, RandomSource.secure(), 1_024);

  @Override
  public RateLimitStore rateLimits() {
    return store;
  }

  @Test
  @DisplayName(
      "RL-11 who comes back after the time that was named is let in, and a moment sooner is not")
  void tellsTheTruthAboutTheTimeToWait() {
    Charge charge = Charge.of(new Quota("q", Limit.perMinute(7)), newKey());
    for (int round = 0; round < 50; round++) {
      Standing standing = store.take(charge);
      if (!standing.allowed()) {
        clock.addAndGet(standing.nanos() - 1);
        assertThat(store.take(charge).allowed()).isFalse();
        clock.addAndGet(1);
        assertThat(store.take(charge).allowed()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName(
      "RL-01 in any stretch of time no more than the capacity and its share of the time gets through")
  void agreesWithTheOracle(long seed) {
    Random random = new Random(seed);
    Limit limit = new Limit(1 + random.nextInt(50), Duration.ofMillis(1 + random.nextInt(100_000)));
    Charge charge = Charge.of(new Quota("q", limit), newKey());
    List<Long> accepted = new ArrayList<>();
    long bucket = limit.burstNanos();
    long last = clock.get();
    for (int i = 0; i < 4_000; i++) {
      clock.addAndGet((long) (random.nextDouble() * limit.intervalNanos() * random.nextInt(4)));
      bucket = Math.min(limit.burstNanos(), bucket + clock.get() - last);
      last = clock.get();
      boolean expected = bucket >= limit.intervalNanos();
      assertThat(store.take(charge).allowed()).isEqualTo(expected);
      if (expected) {
        bucket -= limit.intervalNanos();
        accepted.add(last);
      }
    }
    assertBounded(accepted, limit);
  }

  private static void assertBounded(List<Long> accepted, Limit limit) {
    for (int from = 0; from < accepted.size(); from += 7) {
      for (int to = from; to < accepted.size(); to += 5) {
        long span = accepted.get(to) - accepted.get(from);
        assertThat((long) to - from + 1)
            .isLessThanOrEqualTo(limit.capacity() + span / limit.intervalNanos());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @DisplayName(
      "RL-05 with far more keys than room none gets more than its share, while all run at once")
  void neverLetsMoreThroughUnderAFlood(long seed) {
    LocalRateLimits small = new LocalRateLimits(clock::get, RandomSource.secure(), 64);
    Quota quota = new Quota("q", new Limit(3, Duration.ofMillis(1_500)));
    Map<Integer, AtomicLong> accepted = new HashMap<>();
    IntStream.range(0, 500).forEach(key -> accepted.put(key, new AtomicLong()));
    long begin = clock.get();
    AtomicLong number = new AtomicLong(seed * 1_000);
    List<Boolean> done = Racing.together(8, () -> {
      Random random = new Random(number.incrementAndGet());
      for (int i = 0; i < 40_000; i++) {
        int key = random.nextInt(random.nextBoolean() ? 500 : 20);
        if (small.take(Charge.of(quota, LimitKey.address("10.0.0." + key))).allowed()) {
          accepted.get(key).incrementAndGet();
        }
        clock.addAndGet(random.nextInt(3) == 0 ? SECOND / 8_000 : 0);
      }
      return true;
    });
    assertThat(done).doesNotContain(false);
    long most = 3 + (clock.get() - begin) / quota.limit().intervalNanos();
    assertThat(accepted.values())
        .allSatisfy(count -> assertThat(count.get()).isLessThanOrEqualTo(most));
    assertThat(accepted.values().stream().mapToLong(AtomicLong::get).sum()).isPositive();
  }

  @Test
  @DisplayName("RL-05 keys that differ in their kind or in either half count apart")
  void keysThatDifferInAnyPartCountApart() {
    LocalRateLimits roomy =
        new LocalRateLimits(clock::get, RandomSource.secure(), LocalRateLimits.DEFAULT_KEYS);
    for (LimitKey.Kind kind : LimitKey.Kind.values()) {
      for (int i = 1; i <= 20; i++) {
        assertThat(roomy.take(Charge.of(FIVE, new LimitKey(kind, 0, i))).remaining())
            .isEqualTo(4);
        assertThat(roomy.take(Charge.of(FIVE, new LimitKey(kind, i, 0))).remaining())
            .isEqualTo(4);
      }
    }
  }

  @Test
  @DisplayName(
      "RL-05 two million keys take no more memory than one, and free nobody who is in debt")
  void aFloodOfKeysTakesNoMemoryAndFreesNobody() {
    Charge locked = Charge.of(FIVE, LimitKey.address("203.0.113.9"));
    IntStream.range(0, 5).forEach(i -> store.take(locked));
    long before = store.bytes();
    for (int i = 0; i < 2_000_000; i++) {
      store.take(Charge.of(FIVE, new LimitKey(LimitKey.Kind.IPV6, i, 0)));
    }
    assertThat(store.bytes()).isEqualTo(before).isLessThanOrEqualTo(32 * 1_024);
    assertThat(store.take(locked).allowed()).isFalse();
  }

  @Test
  @DisplayName(
      "RL-08 a clock that jumps forward earns the capacity once, and one that jumps back locks for a period at most")
  void survivesClocksThatJump() {
    Quota quota = new Quota("q", Limit.perMinute(6));
    Charge charge = Charge.of(quota, newKey());
    IntStream.range(0, 6).forEach(i -> store.take(charge));
    clock.addAndGet(3_600 * SECOND);
    assertThat(IntStream.range(0, 100).filter(i -> store.take(charge).allowed()))
        .hasSize(6);
    clock.addAndGet(-3_600 * SECOND);
    Standing refused = store.take(charge);
    assertThat(refused.retryAfter()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    clock.addAndGet(refused.nanos());
    assertThat(store.take(charge).allowed()).isTrue();
    assertThat(store.take(charge).allowed()).isFalse();
  }

  @Test
  @DisplayName("RL-07 every way to write an address, and all of one IPv6 network, is one key")
  void oneCallerIsOneKey() {
    assertThat(LimitKey.address("::ffff:1.2.3.4")).isEqualTo(LimitKey.address("1.2.3.4"));
    assertThat(LimitKey.address("2001:db8:0:1::5"))
        .isEqualTo(LimitKey.address("2001:DB8::1:ffff:0:0:1"))
        .isNotEqualTo(LimitKey.address("2001:db8:0:2::5"));
    assertThat(LimitKey.address("1.2.3.4")).isNotEqualTo(LimitKey.address("1.2.3.5"));
    assertThat(List.of("01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", "0x1020304", ""))
        .allSatisfy(
            text -> assertThat(LimitKey.address(text).kind()).isEqualTo(LimitKey.Kind.TEXT));
    assertThat(LimitKey.address("0.0.0.0").kind()).isEqualTo(LimitKey.Kind.IPV4);
    assertThat(LimitKey.address("255.255.255.255").low()).isEqualTo(0xFFFF_FFFFL);
  }
}

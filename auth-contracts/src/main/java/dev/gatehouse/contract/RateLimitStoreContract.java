package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Racing;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Standing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link RateLimitStore} that does not need its clock to be moved, as tests. Implement it in the test class
 * of a backend. A minute passes slowly enough for the limits used here.
 */
public interface RateLimitStoreContract {
  /** A quota of five an hour. */
  Quota FIVE = new Quota("five", Limit.perHour(5));

  /** A quota of a hundred an hour. */
  Quota HUNDRED = new Quota("hundred", Limit.perHour(100));

  /** Returns a store that is fresh or holds nothing about new keys; called once per test. */
  RateLimitStore rateLimits();

  /** Returns a key that nobody has used. */
  default LimitKey newKey() {
    return LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID());
  }

  @Test
  @DisplayName("RL-01 lets the capacity through and not one more")
  default void letsTheCapacityThroughAndNotOneMore() {
    RateLimitStore store = rateLimits();
    Charge charge = Charge.of(FIVE, newKey());
    for (int left = 4; left >= 0; left--) {
      Standing standing = store.take(charge);
      assertThat(standing.allowed()).isTrue();
      assertThat(standing.remaining()).isEqualTo(left);
    }
    Standing refused = store.take(charge);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(12));
  }

  @Test
  default void oneNumberSaysTheSameAsAStanding() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    long interval = FIVE.limit().intervalNanos();
    for (int taken = 1; taken <= 5; taken++) {
      assertThat(store.takeOne(FIVE, key))
          .isBetween((taken - 1) * interval, taken * interval + 1000);
    }
    assertThat(store.takeOne(FIVE, key)).isBetween(-interval, -interval * 11 / 12);
    assertThat(store.take(Charge.of(FIVE, key)).allowed()).isFalse();
    assertThat(store.takeOne(FIVE, newKey())).isPositive();
  }

  @Test
  default void aRefusalCostsNothing() {
    RateLimitStore store = rateLimits();
    Charge charge = Charge.of(FIVE, newKey());
    IntStream.range(0, 5).forEach(i -> store.take(charge));
    Duration first = store.take(charge).retryAfter();
    IntStream.range(0, 100).forEach(i -> store.take(charge));
    assertThat(store.take(charge).retryAfter()).isLessThanOrEqualTo(first);
  }

  @Test
  default void aCostOfSeveralIsTakenWholeOrNotAtAll() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    assertThat(store.take(new Charge(FIVE, key, 3)).remaining()).isEqualTo(2);
    assertThat(store.take(new Charge(FIVE, key, 3)).allowed()).isFalse();
    assertThat(store.take(new Charge(FIVE, key, 2)).allowed()).isTrue();
  }

  @Test
  default void keysAndQuotasCountApart() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    IntStream.range(0, 5).forEach(i -> store.take(Charge.of(FIVE, key)));
    assertThat(store.take(Charge.of(FIVE, key)).allowed()).isFalse();
    assertThat(store.take(Charge.of(FIVE, newKey())).remaining()).isEqualTo(4);
    assertThat(store.take(Charge.of(HUNDRED, key)).remaining()).isEqualTo(99);
    assertThat(store.take(Charge.of(new Quota("other", FIVE.limit()), key)).remaining())
        .isEqualTo(4);
  }

  @Test
  @DisplayName("RL-10 a key of any length and with any characters is a key like any other")
  default void aKeyMayBeAnyText() {
    RateLimitStore store = rateLimits();
    String salt = UUID.randomUUID().toString();
    for (String text : List.of("*", "a:b", "a\nb", "{x}", "?[a]", "", "x".repeat(10_240))) {
      Charge charge = Charge.of(FIVE, LimitKey.text(salt + text));
      assertThat(store.take(charge).remaining()).isEqualTo(4);
      assertThat(store.take(charge).remaining()).isEqualTo(3);
    }
  }

  @Test
  default void severalQuotasAreTakenTogether() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    List<Standing> taken = store.takeAll(both(key));
    assertThat(taken).extracting(Standing::quota).containsExactly(HUNDRED, FIVE);
    assertThat(taken).extracting(Standing::remaining).containsExactly(99L, 4L);
  }

  @Test
  default void aRefusalTakesNothingFromTheOthers() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    IntStream.range(0, 5).forEach(i -> store.takeAll(both(key)));
    for (int i = 0; i < 20; i++) {
      List<Standing> refused = store.takeAll(both(key));
      assertThat(refused).extracting(Standing::allowed).containsExactly(true, false);
      assertThat(refused.get(1).retryAfter()).isPositive();
    }
    assertThat(store.take(Charge.of(HUNDRED, key)).remaining()).isEqualTo(94);
  }

  @Test
  @DisplayName("RL-03 of concurrent requests as many get through as the capacity")
  default void ofConcurrentRequestsTheCapacityGetsThrough() {
    RateLimitStore store = rateLimits();
    Charge charge = Charge.of(FIVE, newKey());
    List<Long> got = Racing.together(
        16,
        () -> IntStream.range(0, 4).filter(i -> store.take(charge).allowed()).count());
    assertThat(got.stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
  }

  @Test
  @DisplayName(
      "RL-03 of concurrent requests for two quotas as many get through as the lesser allows")
  default void ofConcurrentRequestsForTwoQuotasTheLesserDecides() {
    RateLimitStore store = rateLimits();
    LimitKey key = newKey();
    List<Long> got = Racing.together(
        16,
        () -> IntStream.range(0, 4)
            .filter(i -> store.takeAll(both(key)).stream().allMatch(Standing::allowed))
            .count());
    long through = got.stream().mapToLong(Long::longValue).sum();
    // A loser may leave a charge behind, so that fewer get through, and never more.
    assertThat(through).isBetween(1L, 5L);
    assertThat(store.take(Charge.of(HUNDRED, key)).remaining()).isLessThanOrEqualTo(99 - through);
  }

  private static List<Charge> both(LimitKey key) {
    return List.of(Charge.of(HUNDRED, key), Charge.of(FIVE, key));
  }
}

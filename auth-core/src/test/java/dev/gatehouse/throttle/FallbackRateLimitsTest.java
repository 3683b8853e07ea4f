package dev.gatehouse.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.storage.StoreException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FallbackRateLimitsTest {
  private static final LimitKey CALLER = LimitKey.text("caller");
  private static final Map<FailureMode, Quota> QUOTAS = new EnumMap<>(Map.of(
      FailureMode.LOCAL, new Quota("local", Limit.perHour(5)),
      FailureMode.OPEN, new Quota("open", Limit.perHour(5)),
      FailureMode.CLOSED, new Quota("closed", Limit.perHour(5))));

  private final AtomicBoolean down = new AtomicBoolean(true);
  private final RateLimitStore shared = charges -> {
    if (down.get()) {
      throw new StoreException("down");
    }
    return charges.stream().map(charge -> new Standing(charge.quota(), true, 1)).toList();
  };
  private final FallbackRateLimits limits = new FallbackRateLimits(
      shared,
      new LocalRateLimits(() -> 0, RandomSource.secure(), 1_024),
      2,
      quota -> FailureMode.valueOf(quota.name().toUpperCase(java.util.Locale.ROOT)));

  private static Charge charge(FailureMode mode) {
    return Charge.of(QUOTAS.get(mode), CALLER);
  }

  private long through(FailureMode mode, int calls) {
    return IntStream.range(0, calls)
        .filter(i -> limits.take(charge(mode)).allowed())
        .count();
  }

  @Test
  @DisplayName("RL-04 without the shared store a node lets its share through")
  void local() {
    assertThat(through(FailureMode.LOCAL, 20)).isEqualTo(3);
    assertThat(limits.counts()).isEqualTo(new FallbackCounts(20, 0, 0));
  }

  @Test
  @DisplayName("RL-04 without the shared store one number says no, as a standing does")
  void oneNumber() {
    for (FailureMode mode : List.of(FailureMode.LOCAL, FailureMode.OPEN)) {
      Charge charge = charge(mode);
      long through = IntStream.range(0, 20)
          .filter(i -> limits.takeOne(charge.quota(), charge.key()) >= 0)
          .count();
      assertThat(through).isEqualTo(mode == FailureMode.OPEN ? 20 : 3);
    }
    Charge closed = charge(FailureMode.CLOSED);
    assertThatThrownBy(() -> limits.takeOne(closed.quota(), closed.key()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aStoreThatRefusesWithoutATimeToWaitIsNotTakenToAllow() {
    RateLimitStore hasty = charges ->
        charges.stream().map(charge -> new Standing(charge.quota(), false, 0)).toList();
    assertThat(hasty.takeOne(QUOTAS.get(FailureMode.LOCAL), CALLER)).isNegative();
  }

  @Test
  void open() {
    assertThat(through(FailureMode.OPEN, 20)).isEqualTo(20);
    assertThat(limits.counts()).isEqualTo(new FallbackCounts(0, 20, 0));
  }

  @Test
  void closed() {
    assertThatThrownBy(() -> limits.take(charge(FailureMode.CLOSED)))
        .isInstanceOf(StoreException.class);
    assertThat(limits.counts()).isEqualTo(new FallbackCounts(0, 0, 1));
  }

  @Test
  @DisplayName("RL-04 a limit that fails open opens no other one of the same decision")
  void openBesideLocal() {
    List<Charge> both = List.of(charge(FailureMode.OPEN), charge(FailureMode.LOCAL));
    for (int i = 0; i < 3; i++) {
      assertThat(limits.takeAll(both)).extracting(Standing::allowed).containsExactly(true, true);
    }
    assertThat(limits.takeAll(both)).extracting(Standing::allowed).containsExactly(true, false);
    assertThat(limits.takeAll(both))
        .extracting(standing -> standing.quota().name())
        .containsExactly("open", "local");
  }

  @Test
  void closedBesideOpenRefusesAllAndCountsNothing() {
    List<Charge> all =
        List.of(charge(FailureMode.OPEN), charge(FailureMode.LOCAL), charge(FailureMode.CLOSED));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> limits.takeAll(all)).isInstanceOf(StoreException.class);
    }
    assertThat(through(FailureMode.LOCAL, 20)).isEqualTo(3);
  }

  @Test
  void theSharedStoreDecidesAgainAsSoonAsItAnswers() {
    assertThat(through(FailureMode.LOCAL, 20)).isEqualTo(3);
    down.set(false);
    assertThat(through(FailureMode.LOCAL, 20)).isEqualTo(20);
    assertThat(limits.counts().local()).isEqualTo(20);
  }
}

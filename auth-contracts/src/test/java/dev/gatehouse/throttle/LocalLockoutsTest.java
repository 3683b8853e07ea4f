package dev.gatehouse.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.contract.LaneSamples;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the lanes of a single node do when there are too many; the contract is run with the storage in memory. */
final class LocalLockoutsTest {
  private static final Instant NOW = Samples.NOW;

  @Test
  @DisplayName(
      "BF-11 RL-05 a flood of names and addresses takes bounded memory and frees nobody who is locked")
  void aFloodFreesNobody() {
    LocalLockouts store = new LocalLockouts(1_000);
    Lane locked = LaneSamples.lane("locked");
    for (int i = 0; i < 3; i++) {
      store.reserve(List.of(locked), NOW);
    }
    for (int i = 0; i < 300_000; i++) {
      store.reserve(List.of(LaneSamples.lane("n" + i)), NOW);
    }
    assertThat(store.size()).isLessThanOrEqualTo(1_000 + 1_024);
    assertThat(store.reserve(List.of(locked), NOW)).isInstanceOf(Reservation.Shut.class);
  }

  @Test
  void whoSharesALaneGetsNoFreshOneForIt() {
    LocalLockouts store = new LocalLockouts(1);
    store.reserve(List.of(LaneSamples.lane("first")), NOW);
    Lane late = LaneSamples.lane("late");
    for (int i = 0; i < 3; i++) {
      store.reserve(List.of(late), NOW.plusSeconds(1_000 + 2L * i));
    }
    assertThat(store.deleteForgotten(NOW.plus(Duration.ofHours(1)).plusSeconds(1), 10))
        .isEqualTo(1);
    assertThat(store.reserve(List.of(late), NOW.plusSeconds(1_004)))
        .isInstanceOf(Reservation.Shut.class);
  }

  @Test
  void oneWhoWaitedLongEnoughStartsAgainInALaneOfTheirOwn() {
    LocalLockouts store = new LocalLockouts(1);
    store.reserve(List.of(LaneSamples.lane("first")), NOW);
    Lane late = LaneSamples.lane("late");
    store.reserve(List.of(late), NOW);
    assertThat(store.reserve(List.of(late), NOW.plus(Duration.ofHours(1))))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
  }
}

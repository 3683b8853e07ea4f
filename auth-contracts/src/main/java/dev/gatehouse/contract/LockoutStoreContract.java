package dev.gatehouse.contract;

import static dev.gatehouse.contract.LaneSamples.RULE;
import static dev.gatehouse.contract.LaneSamples.lane;
import static dev.gatehouse.contract.LaneSamples.mild;
import static dev.gatehouse.contract.LaneSamples.open;
import static dev.gatehouse.contract.LaneSamples.shut;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link LockoutStore}, as tests. Implement it in the test class of a backend. */
public interface LockoutStoreContract extends LockListContract {
  @Override
  Storage storage();

  @Test
  default void countsEachGuessAheadOfIt() {
    LockoutStore store = storage().lockouts();
    for (int guess = 1; guess <= 3; guess++) {
      Instant at = NOW.plusSeconds(2L * guess);
      assertThat(store.reserve(List.of(lane("zoe"), mild("home")), at))
          .isEqualTo(new Reservation.Reserved(List.of(guess, guess), false));
    }
  }

  @Test
  @DisplayName(
      "BF-02 the n-th failure is followed by its wait: none, then 1, 2, 4 seconds, then locks that grow by a minute")
  default void theWaitsGrow() {
    LockoutStore store = storage().lockouts();
    Instant at = NOW;
    for (int seconds : new int[] {0, 0, 1, 2, 4, 60, 120, 180, 240, 240, 240}) {
      assertThat(store.reserve(List.of(lane("zoe")), at)).isInstanceOf(Reservation.Reserved.class);
      Instant open = at.plusSeconds(seconds);
      if (seconds > 0) {
        assertThat(store.reserve(List.of(lane("zoe")), open.minus(TICK)))
            .isEqualTo(new Reservation.Shut(open));
      }
      at = open.plusSeconds(seconds == 0 ? 2 : 0);
    }
  }

  @Test
  default void aRefusedGuessIsNotCountedAndDoesNotProlongTheWait() {
    LockoutStore store = storage().lockouts();
    Instant shutAt = shut(store, "zoe", NOW);
    for (int i = 0; i < 20; i++) {
      assertThat(store.reserve(List.of(lane("zoe")), shutAt))
          .isEqualTo(new Reservation.Shut(shutAt.plusSeconds(1)));
    }
    assertThat(store.reserve(List.of(lane("zoe")), shutAt.plusSeconds(1)))
        .isEqualTo(new Reservation.Reserved(List.of(4), false));
  }

  @Test
  default void whatIsShutInOneLaneIsCountedInNone() {
    LockoutStore store = storage().lockouts();
    Instant shutAt = shut(store, "zoe", NOW);
    List<Lane> both = List.of(mild("home"), lane("zoe"));
    assertThat(store.reserve(both, shutAt)).isEqualTo(new Reservation.Shut(shutAt.plusSeconds(1)));
    assertThat(store.reserve(List.of(mild("home")), shutAt))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
  }

  @Test
  default void ofSeveralShutLanesTheLastToOpenIsNamed() {
    LockoutStore store = storage().lockouts();
    Instant first = shut(store, "zoe", NOW);
    Instant second = shut(store, "ann", NOW.plusMillis(500));
    assertThat(store.reserve(List.of(lane("ann"), lane("zoe")), second))
        .isEqualTo(new Reservation.Shut(second.plusSeconds(1)));
    assertThat(first).isBefore(second);
  }

  @Test
  @DisplayName(
      "BF-02 a free guess is granted, also if another one at once was noted by a clock a little ahead")
  default void aFreeGuessIsGrantedInAnyOrderOfClocks() {
    LockoutStore store = storage().lockouts();
    Reservation ahead = store.reserve(List.of(lane("ann"), mild("home")), NOW.plusSeconds(5));
    assertThat(ahead).isEqualTo(new Reservation.Reserved(List.of(1, 1), false));
    assertThat(store.reserve(List.of(lane("zoe"), mild("home")), NOW))
        .isEqualTo(new Reservation.Reserved(List.of(1, 2), false));
    store.giveBack(List.of(lane("ann"), mild("home")), List.of(1, 1));
    assertThat(store.reserve(List.of(lane("yan"), mild("home")), NOW.minusMillis(1)))
        .isEqualTo(new Reservation.Reserved(List.of(1, 2), false));
  }

  @Test
  default void theLastFreeGuessIsQuickIfItComesWithinASecond() {
    LockoutStore store = storage().lockouts();
    store.reserve(List.of(lane("zoe"), mild("home")), NOW);
    store.reserve(List.of(lane("zoe"), mild("home")), NOW.plusSeconds(5));
    Instant quick = NOW.plusSeconds(6).minus(TICK);
    assertThat(store.reserve(List.of(lane("zoe"), mild("home")), quick))
        .isEqualTo(new Reservation.Reserved(List.of(3, 3), true));
    assertThat(store.reserve(List.of(lane("zoe")), quick))
        .isEqualTo(new Reservation.Shut(quick.plusSeconds(30)));
  }

  @Test
  default void aLaneThatNobodyTriedForLongEnoughStartsAgain() {
    LockoutStore store = storage().lockouts();
    Instant shutAt = shut(store, "zoe", NOW);
    Instant forgotten = shutAt.plus(RULE.resetAfter());
    assertThat(store.reserve(List.of(lane("zoe")), forgotten.minus(TICK)))
        .isEqualTo(new Reservation.Reserved(List.of(4), false));
    Instant again = forgotten.minus(TICK).plus(RULE.resetAfter());
    assertThat(store.reserve(List.of(lane("zoe")), again))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
  }

  @Test
  @DisplayName(
      "BF-12 a clock that ran ahead locks nobody for longer than the longest lock, and frees one guess at most")
  default void aClockThatRanAheadLocksNobodyForLong() {
    LockoutStore store = storage().lockouts();
    shut(store, "zoe", NOW.plus(Duration.ofDays(3_650)));
    assertThat(store.reserve(List.of(lane("zoe")), NOW))
        .isEqualTo(new Reservation.Reserved(List.of(4), false));
    assertThat(store.reserve(List.of(lane("zoe")), NOW.plusSeconds(1)))
        .isEqualTo(new Reservation.Shut(NOW.plusSeconds(2)));
  }

  @Test
  @DisplayName("BF-12 at the longest lock nobody gets a guess by a clock that is a little behind")
  default void aClockThatIsBehindOpensNoLane() {
    LockoutStore store = storage().lockouts();
    Instant at = NOW;
    for (int seconds : new int[] {2, 2, 1, 2, 4, 60, 120, 180, 240}) {
      assertThat(store.reserve(List.of(lane("zoe")), at)).isInstanceOf(Reservation.Reserved.class);
      at = at.plusSeconds(seconds);
    }
    Instant locked = at.minusSeconds(240);
    for (Duration behind :
        List.of(Duration.ofNanos(1_000), Duration.ofSeconds(1), Duration.ofMinutes(4))) {
      assertThat(store.reserve(List.of(lane("zoe")), locked.minus(behind)))
          .as(behind.toString())
          .isEqualTo(new Reservation.Shut(at));
    }
  }

  @Test
  @DisplayName(
      "BF-02 a guess that was made stays counted, whatever becomes of the unit of work around it")
  default void aGuessThatIsRolledBackStaysCounted() {
    Storage storage = storage();
    Failing.unit(storage, () -> {
      Reservation unused = storage.lockouts().reserve(List.of(lane("zoe")), NOW);
    });
    assertThat(storage.lockouts().reserve(List.of(lane("zoe")), NOW.plusSeconds(2)))
        .isEqualTo(new Reservation.Reserved(List.of(2), false));
  }

  @Test
  @DisplayName(
      "BF-12 a clock that is set back by less than a lock prolongs it by no more than that")
  default void aClockThatIsSetBackKeepsTheLock() {
    LockoutStore store = storage().lockouts();
    Instant shutAt = shut(store, "zoe", NOW);
    assertThat(store.reserve(List.of(lane("zoe")), shutAt.minusSeconds(30)))
        .isEqualTo(new Reservation.Shut(shutAt.plusSeconds(1)));
  }

  @Test
  default void givesBackAsManyFailuresAsAsked() {
    LockoutStore store = storage().lockouts();
    Instant shutAt = shut(store, "zoe", NOW);
    store.giveBack(List.of(lane("zoe"), mild("none")), List.of(1, 1));
    assertThat(store.reserve(List.of(lane("zoe"), mild("none")), shutAt.plusSeconds(1)))
        .isEqualTo(new Reservation.Reserved(List.of(3, 1), false));
  }

  @Test
  default void givesBackAllOfThem() {
    LockoutStore store = storage().lockouts();
    Instant at = NOW;
    for (int i = 0; i < 8; i++) {
      store.reserve(List.of(lane("zoe")), at);
      at = at.plus(Duration.ofMinutes(5));
    }
    store.giveBack(List.of(lane("zoe")), List.of(Integer.MAX_VALUE));
    assertThat(store.reserve(List.of(lane("zoe")), at))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
  }

  @Test
  default void aLockThatOthersHaveEarnedStays() {
    LockoutStore store = storage().lockouts();
    Instant at = NOW;
    for (int i = 0; i < 8; i++) {
      store.reserve(List.of(lane("zoe")), at);
      at = at.plus(Duration.ofMinutes(5));
    }
    Instant last = at.minus(Duration.ofMinutes(5));
    store.giveBack(List.of(lane("zoe")), List.of(1));
    assertThat(store.reserve(List.of(lane("zoe")), last))
        .isEqualTo(new Reservation.Shut(last.plusSeconds(120)));
  }

  @Test
  @DisplayName("BF-03 of concurrent guesses as many are granted as are free")
  default void ofConcurrentGuessesAsManyAreGrantedAsAreFree() {
    LockoutStore store = storage().lockouts();
    List<Reservation> got =
        Racing.together(16, () -> store.reserve(List.of(mild("home"), lane("zoe")), NOW));
    assertThat(got).filteredOn(Reservation.Reserved.class::isInstance).hasSize(3);
    assertThat(store.reserve(List.of(mild("home")), NOW))
        .isEqualTo(new Reservation.Reserved(List.of(4), false));
  }

  @Test
  default void concurrentGuessesInLanesThatCrossDoNotStopEachOther() {
    LockoutStore store = storage().lockouts();
    List<Integer> numbers = Collections.synchronizedList(
        new java.util.ArrayList<>(IntStream.range(0, 16).boxed().toList()));
    List<Reservation> got = Racing.together(16, () -> {
      int number = numbers.remove(0);
      List<Lane> lanes = List.of(open("a" + number % 3), open("b" + number % 4), open("c"));
      List<Lane> order =
          number % 2 == 0 ? lanes : List.of(lanes.get(2), lanes.get(0), lanes.get(1));
      Reservation reservation = store.reserve(order, NOW);
      store.giveBack(order, List.of(1, 1, 1));
      return reservation;
    });
    assertThat(got).hasOnlyElementsOfType(Reservation.Reserved.class);
    assertThat(store.reserve(List.of(open("c")), NOW))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
  }

  @Test
  default void ofConcurrentGuessesAtTheEndOfALockExactlyOneIsGranted() {
    LockoutStore store = storage().lockouts();
    Instant open = shut(store, "zoe", NOW).plusSeconds(1);
    List<Reservation> got = Racing.together(16, () -> store.reserve(List.of(lane("zoe")), open));
    assertThat(got).filteredOn(Reservation.Reserved.class::isInstance).hasSize(1);
  }

  @Test
  default void deletesLanesThatAreForgottenBeforeTheCutoffAndNoOthers() {
    LockoutStore store = storage().lockouts();
    for (int i = 0; i < 5; i++) {
      store.reserve(List.of(lane("lane" + i)), NOW);
    }
    store.reserve(List.of(lane("zoe")), NOW.plusSeconds(10));
    Instant cutoff = NOW.plus(RULE.resetAfter());
    assertThat(store.deleteForgotten(cutoff, 100)).isZero();
    assertThat(store.deleteForgotten(cutoff.plus(TICK), 3)).isEqualTo(3);
    assertThat(store.deleteForgotten(cutoff.plus(TICK), 3)).isEqualTo(2);
    assertThat(store.deleteForgotten(cutoff.plus(TICK), 3)).isZero();
    assertThat(store.reserve(List.of(lane("zoe")), NOW.plusSeconds(20)))
        .isEqualTo(new Reservation.Reserved(List.of(2), false));
  }
}

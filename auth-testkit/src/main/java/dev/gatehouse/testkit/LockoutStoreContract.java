package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LaneRule;
import dev.gatehouse.throttle.Lock;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.Reservation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every promise of {@link LockoutStore}, as tests. Implement it in the test class of a backend. */
public interface LockoutStoreContract {
  /** Three free guesses, locks from the sixth of one to four minutes, forgotten after an hour. */
  LaneRule RULE = new LaneRule(
      3,
      6,
      Duration.ofMinutes(1),
      Duration.ofMinutes(4),
      Duration.ofSeconds(30),
      Duration.ofHours(1));

  /** A rule that forgives more, and knows no quick guesses. */
  LaneRule MILD = new LaneRule(
      10, 20, Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ZERO, Duration.ofHours(1));

  /** Lets more guesses pass than race in any test. */
  LaneRule OPEN = new LaneRule(
      20, 40, Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ZERO, Duration.ofHours(1));

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Returns a lane of the strict rule. */
  static Lane lane(String name) {
    return new Lane(Lane.Kind.IDENTIFIER, Samples.digest(name), RULE);
  }

  /** Returns a lane of the mild rule. */
  static Lane mild(String name) {
    return new Lane(Lane.Kind.SOURCE, Samples.digest(name), MILD);
  }

  /** Returns a lane that no race shuts. */
  static Lane open(String name) {
    return new Lane(Lane.Kind.SOURCE, Samples.digest(name), OPEN);
  }

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

  /** Returns a lane of the strict rule that has its subject in common with others. */
  private static Lane about(String subject, Lane.Kind kind, String name) {
    Sealed label = Sealed.of(name.getBytes(StandardCharsets.UTF_8));
    return new Lane(kind, Samples.digest(name), RULE, Samples.digest(subject), label);
  }

  @Test
  default void listsNothingThatIsOpenWhereverTheListBegins() {
    LockoutStore store = storage().lockouts();
    store.reserve(List.of(lane("open")), NOW);
    shut(store, "zoe", NOW);
    Lock.After longAgo = Lock.After.all(Instant.EPOCH);
    assertThat(store.locks(longAgo, NOW, 10))
        .extracting(Lock::key)
        .containsExactly(lane("zoe").key());
    assertThat(store.locks(longAgo, NOW.plus(RULE.resetAfter()), 10)).isEmpty();
  }

  @Test
  default void aLaneThatAClockAheadHasShutIsOpenOnceItWasOpened() {
    LockoutStore store = storage().lockouts();
    shut(store, "zoe", NOW.plus(Duration.ofMinutes(1)));
    assertThat(store.open(List.of(), List.of(lane("zoe").key()), NOW)).hasSize(1);
    assertThat(store.reserve(List.of(lane("zoe")), NOW)).isInstanceOf(Reservation.Reserved.class);
  }

  @Test
  default void listsWhatIsShutInTheOrderInWhichItOpens() {
    LockoutStore store = storage().lockouts();
    for (int i = 0; i < 5; i++) {
      Lane lane = about("zoe", Lane.Kind.PAIR, "lane" + (i * 7) % 5);
      for (int guess = 0; guess < 3; guess++) {
        store.reserve(List.of(lane), NOW.plusMillis(100L * i));
      }
    }
    store.reserve(List.of(lane("open")), NOW);
    store.reserve(List.of(lane("free until now")), NOW.plusMillis(450));
    Instant now = NOW.plusMillis(450);
    Lock.After begin = Lock.After.all(now);
    List<Lock> all = store.locks(begin, now, 10);
    assertThat(all)
        .extracting(Lock::until)
        .containsExactly(
            NOW.plusMillis(30_000),
            NOW.plusMillis(30_100),
            NOW.plusMillis(30_200),
            NOW.plusMillis(30_300),
            NOW.plusMillis(30_400));
    assertThat(all.get(1))
        .isEqualTo(new Lock(
            Lane.Kind.PAIR,
            Samples.digest("lane2"),
            Samples.digest("zoe"),
            Sealed.of("lane2".getBytes(StandardCharsets.UTF_8)),
            3,
            NOW.plusMillis(30_100)));
    List<Lock> first = store.locks(begin, now, 2);
    Lock last = first.get(1);
    assertThat(first).isEqualTo(all.subList(0, 2));
    assertThat(store.locks(new Lock.After(last.until(), last.key()), now, 10))
        .isEqualTo(all.subList(2, 5));
    assertThat(store.locks(new Lock.After(NOW.plusMillis(30_250), last.key()), now, 10))
        .isEqualTo(all.subList(3, 5));
    assertThat(store.lock(last.key(), NOW.plusMillis(30_099))).contains(last);
    assertThat(store.lock(last.key(), NOW.plusMillis(30_100))).isEmpty();
    assertThat(store.lock(Samples.digest("open"), NOW)).isEmpty();
    assertThat(store.lock(Samples.digest("none"), NOW)).isEmpty();
  }

  @Test
  default void opensEveryLaneOfASubjectAndNoOther() {
    LockoutStore store = storage().lockouts();
    Lane one = about("zoe", Lane.Kind.PAIR, "one");
    Lane two = about("zoe", Lane.Kind.DEVICE, "two");
    Lane counted = about("zoe", Lane.Kind.IDENTIFIER, "counted");
    Lane other = about("ann", Lane.Kind.PAIR, "other");
    for (int guess = 0; guess < 3; guess++) {
      for (Lane lane : List.of(one, two, other)) {
        store.reserve(List.of(lane), NOW.plusSeconds(2L * guess));
      }
    }
    store.reserve(List.of(counted), NOW);
    Instant now = NOW.plusSeconds(4);
    List<Digest> zoe = List.of(Samples.digest("zoe"), Samples.digest("nobody"));
    List<Lock> locks = store.locksAbout(zoe, now);
    assertThat(locks)
        .extracting(Lock::kind)
        .containsExactlyInAnyOrder(Lane.Kind.PAIR, Lane.Kind.DEVICE);
    assertThat(store.open(zoe, List.of(counted.key()), now))
        .containsExactlyInAnyOrderElementsOf(locks);
    for (Lane lane : List.of(one, two, counted)) {
      assertThat(store.reserve(List.of(lane), now))
          .isEqualTo(new Reservation.Reserved(List.of(1), false));
    }
    assertThat(store.reserve(List.of(other), now)).isInstanceOf(Reservation.Shut.class);
    assertThat(store.locksAbout(zoe, now)).isEmpty();
    assertThat(store.open(zoe, List.of(), now)).isEmpty();
  }

  @Test
  default void opensLanesBySubjectAndByKeyInOneStep() {
    LockoutStore store = storage().lockouts();
    Lane byKey = about("of its own", Lane.Kind.SESSION, "one");
    Lane bySubject = about("zoe", Lane.Kind.PAIR, "two");
    Lane other = about("ann", Lane.Kind.PAIR, "three");
    for (int guess = 0; guess < 3; guess++) {
      store.reserve(List.of(byKey, bySubject, other), NOW.plusSeconds(2L * guess));
    }
    Instant now = NOW.plusSeconds(4);
    assertThat(store.open(List.of(bySubject.subject()), List.of(byKey.key()), now))
        .extracting(Lock::key)
        .containsExactlyInAnyOrder(byKey.key(), bySubject.key());
    assertThat(store.reserve(List.of(byKey, bySubject), now))
        .isEqualTo(new Reservation.Reserved(List.of(1, 1), false));
    assertThat(store.lock(other.key(), now)).isPresent();
  }

  @Test
  default void opensOneLaneOnceHoweverManyAskForIt() {
    LockoutStore store = storage().lockouts();
    Lane lane = about("zoe", Lane.Kind.PAIR, "one");
    Lane other = about("zoe", Lane.Kind.PAIR, "two");
    for (int guess = 0; guess < 3; guess++) {
      store.reserve(List.of(lane, other), NOW.plusSeconds(2L * guess));
    }
    Instant now = NOW.plusSeconds(4);
    List<List<Lock>> opened =
        Racing.together(16, () -> store.open(List.of(), List.of(lane.key()), now));
    assertThat(opened)
        .filteredOn(locks -> !locks.isEmpty())
        .singleElement()
        .satisfies(locks -> assertThat(locks).extracting(Lock::key).containsExactly(lane.key()));
    assertThat(store.reserve(List.of(lane), now))
        .isEqualTo(new Reservation.Reserved(List.of(1), false));
    assertThat(store.reserve(List.of(other), now)).isInstanceOf(Reservation.Shut.class);
    assertThat(store.open(List.of(), List.of(Samples.digest("none")), now)).isEmpty();
  }

  /** Uses the three free guesses, and returns when the last one was; the lane is shut for a second from then on. */
  private static Instant shut(LockoutStore store, String name, Instant from) {
    for (int guess = 0; guess < 3; guess++) {
      assertThat(store.reserve(List.of(lane(name)), from.plusSeconds(2L * guess)))
          .isInstanceOf(Reservation.Reserved.class);
    }
    return from.plusSeconds(4);
  }
}

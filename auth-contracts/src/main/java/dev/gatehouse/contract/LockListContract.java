package dev.gatehouse.contract;

import static dev.gatehouse.contract.LaneSamples.RULE;
import static dev.gatehouse.contract.LaneSamples.lane;
import static dev.gatehouse.contract.LaneSamples.shut;
import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.Lock;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.Reservation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises of {@link LockoutStore} about what is shut: listing it, and opening it; part of {@link LockoutStoreContract}. */
public interface LockListContract {
  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

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
}

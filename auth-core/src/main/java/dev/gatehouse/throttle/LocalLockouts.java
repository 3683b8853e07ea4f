package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lanes of a single node, in memory that is bounded. What is counted is never pushed out: once there are as many lanes
 * as there is room for, new ones share a small number of lanes, so that a flood of names makes newcomers wait and frees
 * nobody who is locked. A restart forgets everything.
 */
public final class LocalLockouts implements LockoutStore {
  /** Room for lanes: some 20 MB. */
  public static final int DEFAULT_LANES = 100_000;

  private static final int SHARED = 1_024;
  private static final Duration NEVER = Duration.ofDays(365);
  private static final Comparator<Lock> ORDER = Comparator.comparing(Lock::until)
      .thenComparing(lock -> lock.key().bytes(), Arrays::compareUnsigned);

  private final int most;
  private final Map<Digest, State> lanes = new HashMap<>();
  private Instant sweptAt = Instant.EPOCH;

  /** Failures in a row, the last of them, when the next guess is allowed, and when all is forgotten. */
  private record State(
      int failures, Instant lastAt, Instant freeAt, Instant forgottenAt, Lane about) {
    boolean isShutAt(Instant now) {
      return freeAt.isAfter(now) && forgottenAt.isAfter(now);
    }

    State opened() {
      return new State(0, lastAt, Instant.MIN, forgottenAt, about);
    }

    Lock lock(Digest place) {
      return new Lock(about.kind(), place, about.subject(), about.label(), failures, freeAt);
    }
  }

  /** Keeps at most so many lanes, and 1,024 that others share. */
  public LocalLockouts(int most) {
    this.most = most;
  }

  @Override
  public synchronized Reservation reserve(List<Lane> wanted, Instant now) {
    Instant until = now;
    for (Lane lane : wanted) {
      Instant freeAt = freeAt(lane, now);
      until = freeAt.isAfter(until) ? freeAt : until;
    }
    return until.isAfter(now) ? new Reservation.Shut(until) : count(wanted, now);
  }

  private Instant freeAt(Lane lane, Instant now) {
    return remembered(place(lane.key(), now), now)
        .map(State::freeAt)
        .filter(end -> !end.isAfter(now.plus(lane.rule().longest().multipliedBy(2))))
        .orElse(now);
  }

  private Optional<State> remembered(Digest place, Instant now) {
    return Optional.ofNullable(lanes.get(place)).filter(state -> now.isBefore(state.forgottenAt));
  }

  private Reservation count(List<Lane> wanted, Instant now) {
    List<Integer> failures = new ArrayList<>();
    boolean quick = false;
    for (Lane lane : wanted) {
      Digest place = place(lane.key(), now);
      Optional<State> before = remembered(place, now).filter(state -> state.failures > 0);
      int count = before.map(state -> state.failures + 1).orElse(1);
      Duration gap =
          before.map(state -> Duration.between(state.lastAt, now).abs()).orElse(NEVER);
      quick |= lane.rule().isQuick(count, gap);
      failures.add(count);
      Instant freeAt = open(now, lane.rule().waitAfter(count, gap));
      lanes.put(place, new State(count, now, freeAt, now.plus(lane.rule().resetAfter()), lane));
    }
    return new Reservation.Reserved(failures, quick);
  }

  @Override
  public synchronized void giveBack(List<Lane> wanted, List<Integer> failures) {
    for (int i = 0; i < wanted.size(); i++) {
      Lane lane = wanted.get(i);
      int less = failures.get(i);
      State unused =
          lanes.computeIfPresent(own(lane.key()), (key, state) -> less(lane.rule(), state, less));
    }
  }

  /** A lane without a wait is open also to a guess whose clock was read a moment earlier. */
  private static Instant open(Instant last, Duration wait) {
    return wait.isZero() ? Instant.MIN : last.plus(wait);
  }

  private static State less(LaneRule rule, State state, int less) {
    int left = Math.max(0, state.failures - less);
    Instant warranted = open(state.lastAt, rule.waitAfter(left));
    Instant freeAt = warranted.isBefore(state.freeAt) ? warranted : state.freeAt;
    return new State(left, state.lastAt, freeAt, state.forgottenAt, state.about);
  }

  @Override
  public synchronized List<Lock> locks(Lock.After after, Instant now, int limit) {
    return lanes.entrySet().stream()
        .filter(entry -> entry.getValue().isShutAt(now))
        .map(entry -> entry.getValue().lock(entry.getKey()))
        .filter(lock -> ORDER.compare(lock, marker(after)) > 0)
        .sorted(ORDER)
        .limit(limit)
        .toList();
  }

  private static Lock marker(Lock.After after) {
    return new Lock(Lane.Kind.SOURCE, after.key(), after.key(), Sealed.nothing(), 0, after.until());
  }

  @Override
  public synchronized Optional<Lock> lock(Digest key, Instant now) {
    return Optional.ofNullable(lanes.get(key))
        .filter(state -> state.isShutAt(now))
        .map(state -> state.lock(key));
  }

  @Override
  public synchronized List<Lock> locksAbout(List<Digest> subjects, Instant now) {
    return placesOf(subjects)
        .flatMap(place -> lock(place, now).stream())
        .sorted(ORDER)
        .toList();
  }

  @Override
  public synchronized List<Lock> open(List<Digest> subjects, List<Digest> keys, Instant now) {
    List<Digest> places = Stream.concat(placesOf(subjects), keys.stream().map(this::own))
        .distinct()
        .toList();
    return places.stream().flatMap(place -> open(place, now).stream()).toList();
  }

  private Stream<Digest> placesOf(List<Digest> subjects) {
    return lanes.entrySet().stream()
        .filter(entry -> subjects.contains(entry.getValue().about.subject()))
        .map(Map.Entry::getKey);
  }

  private Optional<Lock> open(Digest place, Instant now) {
    Optional<Lock> lock = lock(place, now);
    State unused = lanes.computeIfPresent(place, (key, state) -> state.opened());
    return lock;
  }

  @Override
  public synchronized int deleteForgotten(Instant cutoff, int limit) {
    int deleted = 0;
    Iterator<State> all = lanes.values().iterator();
    while (all.hasNext() && deleted < limit) {
      if (all.next().forgottenAt.isBefore(cutoff)) {
        all.remove();
        deleted++;
      }
    }
    return deleted;
  }

  /** Returns how many lanes there are. */
  public synchronized int size() {
    return lanes.size();
  }

  /**
   * Returns the place of a lane: its own while there is room, or else one that it shares. Whoever may have been counted on a
   * shared one stays there until that is forgotten.
   */
  private Digest place(Digest key, Instant now) {
    Digest shared = shared(key);
    if (lanes.containsKey(key)) {
      return key;
    }
    if (remembered(shared, now).isPresent()) {
      return shared;
    }
    sweep(now);
    return lanes.size() < most ? key : shared;
  }

  private Digest own(Digest key) {
    return lanes.containsKey(key) ? key : shared(key);
  }

  /** At most once a minute: whoever floods a full store must not make every guess look at all lanes. */
  private void sweep(Instant now) {
    if (lanes.size() >= most
        && Duration.between(sweptAt, now).abs().compareTo(Duration.ofMinutes(1)) >= 0) {
      sweptAt = now;
      lanes.values().removeIf(state -> !now.isBefore(state.forgottenAt));
    }
  }

  private static Digest shared(Digest key) {
    int number = Math.floorMod(key.hashCode(), SHARED);
    return Digest.wrap(ByteBuffer.allocate(32).putInt(0, number).array());
  }
}

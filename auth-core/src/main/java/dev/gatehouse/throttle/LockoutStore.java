package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the failures of each lane. {@code LockoutStoreContract} in {@code auth-contracts} states every promise as a test. Call it
 * outside of units of work: a guess that was made is not taken back by a rollback.
 */
public interface LockoutStore {

  /**
   * Counts one failure in every lane, ahead of the guess, if all of them are open; counts nothing if one is shut. Each
   * lane is then shut for {@link LaneRule#waitAfter(int, java.time.Duration)}. A lane that nobody tried for
   * {@code resetAfter} starts again; one that is shut for longer than twice what its rule ever shuts it was noted by a clock that ran
   * ahead and counts as open. Of any number of concurrent calls, as many succeed as would one after the other.
   */
  Reservation reserve(List<Lane> lanes, Instant now);

  /**
   * Takes failures of each lane back, down to none, and lets the lane be shut no longer than the rest of them warrants.
   *
   * @param failures how many, in the order of the lanes
   */
  void giveBack(List<Lane> lanes, List<Integer> failures);

  /** Returns at most {@code limit} lanes that are shut at that time, in the order in which they open, after the given one. */
  List<Lock> locks(Lock.After after, Instant now, int limit);

  /** Returns a lane if it is shut at that time. */
  Optional<Lock> lock(Digest key, Instant now);

  /** Returns the lanes of these subjects that are shut at that time, in the order in which they open. */
  List<Lock> locksAbout(List<Digest> subjects, Instant now);

  /**
   * Forgets the failures of every lane of these subjects, and of the lanes with these keys, and opens them: all in one step.
   * Returns those that were shut at that time; of concurrent calls one returns each.
   */
  List<Lock> open(List<Digest> subjects, List<Digest> keys, Instant now);

  /** Deletes at most {@code limit} lanes that are forgotten before the cutoff and returns how many there were. */
  int deleteForgotten(Instant cutoff, int limit);
}

package dev.gatehouse.throttle;

import java.time.Instant;
import java.util.List;

/**
 * Keeps the failures of each lane. {@code LockoutStoreContract} in the test kit states every promise as a test. Call it
 * outside of units of work: a guess that was made is not taken back by a rollback.
 */
public interface LockoutStore {

  /**
   * Counts one failure in every lane, ahead of the guess, if all of them are open; counts nothing if one is shut. Each
   * lane is then shut for {@link LaneRule#waitAfter(int, java.time.Duration)}. A lane that nobody tried for
   * {@code resetAfter} starts again; one that is shut for longer than its rule ever shuts it was noted by a clock that ran
   * ahead and counts as open. Of any number of concurrent calls, as many succeed as would one after the other.
   */
  Reservation reserve(List<Lane> lanes, Instant now);

  /**
   * Takes failures of each lane back, down to none, and lets the lane be shut no longer than the rest of them warrants.
   *
   * @param failures how many, in the order of the lanes
   */
  void giveBack(List<Lane> lanes, List<Integer> failures);

  /** Deletes at most {@code limit} lanes that are forgotten before the cutoff and returns how many there were. */
  int deleteForgotten(Instant cutoff, int limit);
}

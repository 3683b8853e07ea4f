package dev.gatehouse.throttle;

import java.time.Duration;

/**
 * How long a lane is shut after each failure: not at all after the first ones, then for 1, 2, 4 … seconds, then for locks
 * that grow by the same step each time.
 *
 * @param free how many guesses there are before the first wait
 * @param lockAfter from which failure on it is locked
 * @param firstLock the first lock, and the step by which it grows
 * @param longestLock the longest lock
 * @param quickWait the least wait after the last free guess if that came within a second of the one before; zero for none
 * @param resetAfter after so long without a guess everything is forgotten
 */
public record LaneRule(
    int free,
    int lockAfter,
    Duration firstLock,
    Duration longestLock,
    Duration quickWait,
    Duration resetAfter) {
  /** Two guesses that are closer than this were not typed by hand. */
  public static final Duration QUICK = Duration.ofSeconds(1);

  /** Returns how long the lane is shut after so many failures in a row. */
  public Duration waitAfter(int failures) {
    if (failures < free) {
      return Duration.ZERO;
    }
    if (failures < lockAfter) {
      return least(Duration.ofSeconds(1L << Math.min(failures - free, 30)), firstLock);
    }
    return least(firstLock.multipliedBy(failures - (lockAfter - 1L)), longestLock);
  }

  /** Returns how long the lane is shut after so many failures, the last of which came so long after the one before. */
  public Duration waitAfter(int failures, Duration gap) {
    Duration wait = waitAfter(failures);
    return isQuick(failures, gap) && wait.compareTo(quickWait) < 0 ? quickWait : wait;
  }

  boolean isQuick(int failures, Duration gap) {
    return failures == free && gap.abs().compareTo(QUICK) < 0 && !quickWait.isZero();
  }

  /** Returns the longest time for which the lane can be shut; what is further ahead was noted by another clock. */
  public Duration longest() {
    return longestLock.compareTo(quickWait) < 0 ? quickWait : longestLock;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

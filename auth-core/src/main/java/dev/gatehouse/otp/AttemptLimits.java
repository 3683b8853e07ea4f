package dev.gatehouse.otp;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often a factor of an account may be tried in vain. A right proof forgets the failures, but no lock: whoever guesses
 * gets {@code failures} tries for each lock, and one less for each right proof of the owner.
 *
 * @param failures in a row that lock it; 2 to 20
 * @param firstLock how long; each further lock takes twice as long as the one before
 * @param longestLock no lock takes longer; at most 7 days
 * @param forgetAfter after so long without a try the failures are forgotten, and so long after the end of the last lock the
 *     locks
 */
public record AttemptLimits(
    int failures, Duration firstLock, Duration longestLock, Duration forgetAfter) {
  /** Checks the bounds. */
  public AttemptLimits {
    if (failures < 2 || failures > 20) {
      throw new IllegalArgumentException(
          "a factor is locked after 2 to 20 failures, was " + failures);
    }
    if (firstLock.compareTo(Duration.ofSeconds(1)) < 0
        || longestLock.compareTo(firstLock) < 0
        || longestLock.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException(
          "locks take from 1 second to 7 days, were " + firstLock + " to " + longestLock);
    }
    if (forgetAfter.compareTo(longestLock) < 0) {
      throw new IllegalArgumentException(
          "failures are forgotten no sooner than after the longest lock, was " + forgetAfter);
    }
  }

  /** 5 failures lock for 15 minutes, doubling to 24 hours; a day without a try starts anew. */
  public static AttemptLimits defaults() {
    return new AttemptLimits(5, Duration.ofMinutes(15), Duration.ofHours(24), Duration.ofHours(24));
  }

  /** Returns how long the first, the second, … and every later lock takes. */
  public List<Duration> locks() {
    List<Duration> growing = Stream.iterate(
            firstLock, lock -> lock.compareTo(longestLock) < 0, lock -> lock.plus(lock))
        .toList();
    return Stream.concat(growing.stream(), Stream.of(longestLock)).toList();
  }
}

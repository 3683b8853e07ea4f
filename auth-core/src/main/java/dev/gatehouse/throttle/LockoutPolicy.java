package dev.gatehouse.throttle;

import java.time.Duration;

/**
 * Settings of the lockout.
 *
 * @param free guesses per login name, pair, device and account before the first wait; 1 to 100
 * @param lockAfter from which failure on there are locks; at least {@code free}, at most 1,000
 * @param firstLock the first lock and its step; 1 second to 1 hour
 * @param longestLock the longest lock; {@code firstLock} to 24 hours
 * @param resetAfter after so long without a guess everything is forgotten; {@code longestLock} to 30 days
 * @param sourceFree guesses per address before the first wait, whomever they are about; {@code free} to 10,000
 * @param deviceLifetime how long a device counts as known after its last login; 1 to 400 days
 */
public record LockoutPolicy(
    int free,
    int lockAfter,
    Duration firstLock,
    Duration longestLock,
    Duration resetAfter,
    int sourceFree,
    Duration deviceLifetime) {
  private static final Duration QUICK_WAIT = Duration.ofSeconds(30);

  /** Checks the bounds. */
  public LockoutPolicy {
    requireBetween("free guesses", free, 1, 100);
    requireBetween("failures before a lock", lockAfter, free, 1_000);
    requireBetween("free guesses per address", sourceFree, free, 10_000);
    requireBetween("first lock", firstLock, Duration.ofSeconds(1), Duration.ofHours(1));
    requireBetween("longest lock", longestLock, firstLock, Duration.ofHours(24));
    requireBetween("reset", resetAfter, longestLock, Duration.ofDays(30));
    requireBetween(
        "life of a known device", deviceLifetime, Duration.ofDays(1), Duration.ofDays(400));
  }

  /** Five free guesses, locks from the tenth of 1 to 15 minutes, 12 hours, 30 guesses per address, 180 days. */
  public static LockoutPolicy defaults() {
    return new LockoutPolicy(
        5,
        10,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        Duration.ofHours(12),
        30,
        Duration.ofDays(180));
  }

  /** Returns a copy with other numbers of guesses: before the first wait, and before the first lock. */
  public LockoutPolicy withGuesses(int free, int lockAfter) {
    return new LockoutPolicy(
        free,
        lockAfter,
        firstLock,
        longestLock,
        resetAfter,
        Math.max(free, sourceFree),
        deviceLifetime);
  }

  /** Returns a copy with other locks. */
  public LockoutPolicy withLocks(Duration firstLock, Duration longestLock) {
    return new LockoutPolicy(
        free, lockAfter, firstLock, longestLock, resetAfter, sourceFree, deviceLifetime);
  }

  /** Returns a copy that forgets after another time. */
  public LockoutPolicy withResetAfter(Duration resetAfter) {
    return new LockoutPolicy(
        free, lockAfter, firstLock, longestLock, resetAfter, sourceFree, deviceLifetime);
  }

  /** Returns a copy with another number of free guesses per address. */
  public LockoutPolicy withSourceFree(int sourceFree) {
    return new LockoutPolicy(
        free, lockAfter, firstLock, longestLock, resetAfter, sourceFree, deviceLifetime);
  }

  /** Returns a copy that knows devices for another time. */
  public LockoutPolicy withDeviceLifetime(Duration deviceLifetime) {
    return new LockoutPolicy(
        free, lockAfter, firstLock, longestLock, resetAfter, sourceFree, deviceLifetime);
  }

  LaneRule rule() {
    return new LaneRule(free, lockAfter, firstLock, longestLock, QUICK_WAIT, resetAfter);
  }

  /** Many people may share an address, so that guesses in quick succession mean nothing there. */
  LaneRule sourceRule() {
    return new LaneRule(
        sourceFree, 2 * sourceFree, firstLock, longestLock, Duration.ZERO, resetAfter);
  }

  private static <T extends Comparable<T>> void requireBetween(
      String name, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "lockout: " + name + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}

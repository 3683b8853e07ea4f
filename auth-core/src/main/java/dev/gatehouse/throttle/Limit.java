package dev.gatehouse.throttle;

import java.time.Duration;

/**
 * How much is allowed: {@code capacity} at once, and as much again in every {@code period}, spread evenly. In any stretch of
 * time no more than {@code capacity} plus the share of that time is let through, so that there is no double burst at the
 * border of a window.
 */
public record Limit(int capacity, Duration period) {
  private static final int MOST = 1_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  /** Checks the bounds: 1 to 1,000,000 in 1 millisecond to 366 days. */
  public Limit {
    if (capacity < 1 || capacity > MOST) {
      throw new IllegalArgumentException(
          "a limit lets 1 to " + MOST + " requests through, not " + capacity);
    }
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the period of a limit is between " + SHORTEST + " and " + LONGEST + ", was " + period);
    }
  }

  /** Returns a limit of so many per second. */
  public static Limit perSecond(int capacity) {
    return new Limit(capacity, Duration.ofSeconds(1));
  }

  /** Returns a limit of so many per minute. */
  public static Limit perMinute(int capacity) {
    return new Limit(capacity, Duration.ofMinutes(1));
  }

  /** Returns a limit of so many per hour. */
  public static Limit perHour(int capacity) {
    return new Limit(capacity, Duration.ofHours(1));
  }

  /** Returns the time in which one request is earned, in nanoseconds, rounded up: never is more let through. */
  public long intervalNanos() {
    return (period.toNanos() + capacity - 1) / capacity;
  }

  /** Returns the greatest debt there may be: all that is allowed at once, in nanoseconds. */
  public long burstNanos() {
    return intervalNanos() * capacity;
  }
}

package dev.gatehouse.session;

import java.time.Duration;

/**
 * Settings of sessions.
 *
 * @param idleTimeout ends a session that was not refreshed for so long
 * @param absoluteTimeout ends a session however busy it is; at most 365 days
 * @param refreshGrace how long a duplicate of the last refresh gets the same answer; 0 to 60 seconds
 * @param lease how long a node may answer from its copy of a session; 0 (ask every time) to 30 seconds
 * @param maxPerUser how many live sessions an account may have; the oldest makes way
 * @param touchInterval how exact "last seen" is
 */
public record SessionPolicy(
    Duration idleTimeout,
    Duration absoluteTimeout,
    Duration refreshGrace,
    Duration lease,
    int maxPerUser,
    Duration touchInterval) {
  /** Checks the bounds. */
  public SessionPolicy {
    requireBetween(
        "absolute timeout", absoluteTimeout, Duration.ofMinutes(5), Duration.ofDays(365));
    requireBetween("idle timeout", idleTimeout, Duration.ofMinutes(1), absoluteTimeout);
    requireBetween("refresh grace", refreshGrace, Duration.ZERO, Duration.ofSeconds(60));
    requireBetween("lease", lease, Duration.ZERO, Duration.ofSeconds(30));
    requireBetween("touch interval", touchInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    if (maxPerUser < 1 || maxPerUser > 1000) {
      throw new IllegalArgumentException(
          "sessions per account must be between 1 and 1000, were " + maxPerUser);
    }
  }

  /** Idle 14 days, absolute 90 days, grace 10 seconds, lease 5 seconds, 20 sessions, last seen to the minute. */
  public static SessionPolicy defaults() {
    return new SessionPolicy(
        Duration.ofDays(14),
        Duration.ofDays(90),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        20,
        Duration.ofSeconds(60));
  }

  /** Returns a copy with another idle timeout. */
  public SessionPolicy withIdleTimeout(Duration idleTimeout) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  /** Returns a copy with another absolute timeout. */
  public SessionPolicy withAbsoluteTimeout(Duration absoluteTimeout) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  /** Returns a copy with another grace for duplicates of a refresh. */
  public SessionPolicy withRefreshGrace(Duration refreshGrace) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  /** Returns a copy with another lease. */
  public SessionPolicy withLease(Duration lease) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  /** Returns a copy with another number of sessions per account. */
  public SessionPolicy withMaxPerUser(int maxPerUser) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  /** Returns a copy with another exactness of "last seen". */
  public SessionPolicy withTouchInterval(Duration touchInterval) {
    return new SessionPolicy(
        idleTimeout, absoluteTimeout, refreshGrace, lease, maxPerUser, touchInterval);
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}

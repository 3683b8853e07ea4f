package dev.gatehouse.apikey;

import java.time.Duration;

/**
 * Settings of API keys.
 *
 * @param prefix the first visible word of a key; changing it ends all keys issued before
 * @param environment the second, for example {@code live} or {@code test}: a key of one is junk to the other
 * @param lifetime of a key that asks for none; at most the longest
 * @param longestLifetime at most 365 days
 * @param neverExpiring whether a key may ask never to expire
 * @param overlap how long a rotated key works on unless the rotation says otherwise; 0 to 30 days
 * @param maxPerOwner how many live keys an owner may have; 1 to 1,000
 * @param lease how long a node may answer from its copy of a key; 0 (ask every time) to 30 seconds
 * @param remindBefore how long before its expiry a key is announced as expiring; 1 hour to 90 days
 * @param rotateAfter the age at which a key is announced as due for rotation; 1 to 3,650 days
 * @param retention how long a key is kept that was revoked or has expired; 1 to 3,650 days. The trail and the counts of
 *     its uses have retentions of their own
 */
public record ApiKeyPolicy(
    String prefix,
    String environment,
    Duration lifetime,
    Duration longestLifetime,
    boolean neverExpiring,
    Duration overlap,
    int maxPerOwner,
    Duration lease,
    Duration remindBefore,
    Duration rotateAfter,
    Duration retention) {
  /** The longest time for which a rotated key may work on. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /** Checks the bounds. */
  public ApiKeyPolicy {
    ApiKeyFormat.word(prefix);
    ApiKeyFormat.word(environment);
    requireBetween(
        "longest lifetime", longestLifetime, Duration.ofMinutes(1), Duration.ofDays(365));
    requireBetween("lifetime", lifetime, Duration.ofMinutes(1), longestLifetime);
    requireBetween("overlap", overlap, Duration.ZERO, LONGEST_OVERLAP);
    requireBetween("lease", lease, Duration.ZERO, Duration.ofSeconds(30));
    requireBetween("reminder", remindBefore, Duration.ofHours(1), Duration.ofDays(90));
    requireBetween("age of rotation", rotateAfter, Duration.ofDays(1), Duration.ofDays(3650));
    requireBetween("retention", retention, Duration.ofDays(1), Duration.ofDays(3650));
    if (maxPerOwner < 1 || maxPerOwner > 1000) {
      throw new IllegalArgumentException(
          "keys per owner must be between 1 and 1000, were " + maxPerOwner);
    }
  }

  /** {@code ak_live_…}, 90 days, at most 365, overlap 24 hours, 25 keys, lease 5 seconds, reminder 14 days before, kept for 90 days. */
  public static ApiKeyPolicy defaults() {
    return new ApiKeyPolicy(
        "ak",
        "live",
        Duration.ofDays(90),
        Duration.ofDays(365),
        false,
        Duration.ofHours(24),
        25,
        Duration.ofSeconds(5),
        Duration.ofDays(14),
        Duration.ofDays(90),
        Duration.ofDays(90));
  }

  /** Returns a copy with another first word. */
  public ApiKeyPolicy withPrefix(String prefix) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with another environment. */
  public ApiKeyPolicy withEnvironment(String environment) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with another default and another longest lifetime. */
  public ApiKeyPolicy withLifetimes(Duration lifetime, Duration longestLifetime) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy that lets keys ask never to expire, or not. */
  public ApiKeyPolicy withNeverExpiring(boolean neverExpiring) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with another overlap. */
  public ApiKeyPolicy withOverlap(Duration overlap) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with another number of live keys per owner. */
  public ApiKeyPolicy withMaxPerOwner(int maxPerOwner) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with another lease. */
  public ApiKeyPolicy withLease(Duration lease) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy with other announcements. */
  public ApiKeyPolicy withReminders(Duration remindBefore, Duration rotateAfter) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  /** Returns a copy that keeps ended keys for another time. */
  public ApiKeyPolicy withRetention(Duration retention) {
    return new ApiKeyPolicy(
        prefix,
        environment,
        lifetime,
        longestLifetime,
        neverExpiring,
        overlap,
        maxPerOwner,
        lease,
        remindBefore,
        rotateAfter,
        retention);
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}

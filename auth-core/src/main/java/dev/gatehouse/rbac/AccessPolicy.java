package dev.gatehouse.rbac;

import java.time.Duration;

/**
 * Settings of permission checks.
 *
 * @param cacheTtl how old an answer about roles may be on a node that did not hear of a change; 0 (ask every time) to
 *     30 seconds
 */
public record AccessPolicy(Duration cacheTtl) {
  private static final Duration MOST = Duration.ofSeconds(30);

  /** Checks the bounds. */
  public AccessPolicy {
    if (cacheTtl.isNegative() || cacheTtl.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "the role cache must be between PT0S and " + MOST + " old, was " + cacheTtl);
    }
  }

  /** Five seconds. */
  public static AccessPolicy defaults() {
    return new AccessPolicy(Duration.ofSeconds(5));
  }

  /** Returns a copy with another bound. */
  public AccessPolicy withCacheTtl(Duration cacheTtl) {
    return new AccessPolicy(cacheTtl);
  }
}

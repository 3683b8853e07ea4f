package dev.gatehouse.service;

import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Settings of service principals.
 *
 * @param audience the name under which this application takes tokens of services in: their exact {@code aud}
 * @param tokenLifetime how long a token lasts: 1 to 10 minutes
 * @param lease how long a node may answer from its copy of a service; 0 (ask every time) to 30 seconds
 * @param overlap how long the old secret lives on after a rotation that does not say: 0 to 30 days
 */
public record ServicePolicy(
    String audience, Duration tokenLifetime, Duration lease, Duration overlap) {
  /** The longest overlap of two secrets. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /** Checks the bounds. */
  public ServicePolicy {
    if (!TokenPolicy.isAudience(audience)) {
      throw new IllegalArgumentException("service audience must have 1 to 255 printable ASCII"
          + " characters without blank, quote and backslash, was \"" + audience + "\"");
    }
    requireBetween(
        "service token lifetime", tokenLifetime, Duration.ofMinutes(1), ServiceTokenClaims.LONGEST);
    requireBetween("service lease", lease, Duration.ZERO, Duration.ofSeconds(30));
    requireBetween("secret overlap", overlap, Duration.ZERO, LONGEST_OVERLAP);
    if (!tokenLifetime.truncatedTo(ChronoUnit.SECONDS).equals(tokenLifetime)) {
      throw new IllegalArgumentException(
          "service token lifetime must be whole seconds, was " + tokenLifetime);
    }
  }

  /** Tokens of 5 minutes, lease 5 seconds, overlap 24 hours. */
  public static ServicePolicy of(String audience) {
    return new ServicePolicy(
        audience, Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofHours(24));
  }

  /** Returns a copy that takes tokens for another audience. */
  public ServicePolicy withAudience(String audience) {
    return new ServicePolicy(audience, tokenLifetime, lease, overlap);
  }

  /** Returns a copy with another lifetime of tokens. */
  public ServicePolicy withTokenLifetime(Duration tokenLifetime) {
    return new ServicePolicy(audience, tokenLifetime, lease, overlap);
  }

  /** Returns a copy with another lease. */
  public ServicePolicy withLease(Duration lease) {
    return new ServicePolicy(audience, tokenLifetime, lease, overlap);
  }

  /** Returns a copy with another overlap of two secrets. */
  public ServicePolicy withOverlap(Duration overlap) {
    return new ServicePolicy(audience, tokenLifetime, lease, overlap);
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}

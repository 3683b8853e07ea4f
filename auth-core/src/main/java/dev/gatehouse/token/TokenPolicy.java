package dev.gatehouse.token;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * How access tokens are made and judged. All nodes of one application share one policy; after a change of the
 * lifetime, tokens that last longer than the new one are refused and their bearers refresh.
 *
 * @param issuer the exact {@code iss} of every token, for example {@code https://app.example.com}
 * @param audience the exact {@code aud} of every token
 * @param lifetime how long a token lasts: 1 to 60 minutes
 * @param clockSkew how far the clocks of two nodes may differ: 0 to 60 seconds
 * @param keyLifetime how long a key signs before its successor takes over: 1 to 400 days
 */
public record TokenPolicy(
    String issuer,
    String audience,
    TokenAlgorithm algorithm,
    Duration lifetime,
    Duration clockSkew,
    Duration keyLifetime) {
  /** How long a token lasts unless the application says otherwise. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(10);
  /** How far clocks may differ unless the application says otherwise. */
  public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);
  /** How long a key signs unless the application says otherwise. */
  public static final Duration DEFAULT_KEY_LIFETIME = Duration.ofDays(90);

  /** How long every verifier may still ask for a key after its last token: for copies that are a little old. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  // No quote, no backslash, nothing to escape in JSON, and no look-alike letters.
  private static final Pattern NAME = Pattern.compile("[!#-\\[\\]-~]{1,255}");

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of bounds; the message names the value
   */
  public TokenPolicy {
    requireName("token issuer", issuer);
    requireName("token audience", audience);
    requireBetween("token lifetime", lifetime, Duration.ofMinutes(1), Duration.ofMinutes(60));
    requireBetween("token clock skew", clockSkew, Duration.ZERO, Duration.ofSeconds(60));
    requireBetween("signing key lifetime", keyLifetime, Duration.ofDays(1), Duration.ofDays(400));
    if (!lifetime.truncatedTo(ChronoUnit.SECONDS).equals(lifetime)) {
      throw new IllegalArgumentException("token lifetime must be whole seconds, was " + lifetime);
    }
  }

  /** Returns the policy with Ed25519 keys and the default durations. */
  public static TokenPolicy standard(String issuer, String audience) {
    return new TokenPolicy(
        issuer,
        audience,
        TokenAlgorithm.EDDSA,
        DEFAULT_LIFETIME,
        DEFAULT_CLOCK_SKEW,
        DEFAULT_KEY_LIFETIME);
  }

  /** Returns a copy with another issuer. */
  public TokenPolicy withIssuer(String issuer) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Returns a copy with another audience. */
  public TokenPolicy withAudience(String audience) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Returns a copy whose new keys are of another algorithm. */
  public TokenPolicy withAlgorithm(TokenAlgorithm algorithm) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Returns a copy with another lifetime of tokens. */
  public TokenPolicy withLifetime(Duration lifetime) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Returns a copy with another clock skew. */
  public TokenPolicy withClockSkew(Duration clockSkew) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Returns a copy with another lifetime of keys. */
  public TokenPolicy withKeyLifetime(Duration keyLifetime) {
    return new TokenPolicy(issuer, audience, algorithm, lifetime, clockSkew, keyLifetime);
  }

  /** Tells whether a text can be the {@code aud} of a token: 1 to 255 printable ASCII characters, none of {@code "} and {@code \\}. */
  public static boolean isAudience(String text) {
    return NAME.matcher(text).matches();
  }

  /** Returns how long a key must verify after it signed for the last time, tokens of services included. */
  Duration verifyingAfterSigning() {
    Duration longest =
        lifetime.compareTo(ServiceTokenClaims.LONGEST) < 0 ? ServiceTokenClaims.LONGEST : lifetime;
    return longest.plus(clockSkew).plus(SLACK);
  }

  private static void requireName(String what, String value) {
    if (!isAudience(value)) {
      throw new IllegalArgumentException(what
          + " must have 1 to 255 printable ASCII characters without blank, quote and backslash, was \""
          + value + "\"");
    }
  }

  private static void requireBetween(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", was " + value);
    }
  }
}

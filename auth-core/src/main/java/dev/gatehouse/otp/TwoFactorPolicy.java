package dev.gatehouse.otp;

import java.time.Duration;
import java.util.Set;

/**
 * Settings of second factors.
 *
 * @param requirement who must have one
 * @param roles whose holders must, if the requirement is {@code ROLES}
 * @param issuer what authenticator apps call the application; 1 to 100 characters, and at most 300 escaped as in a URI
 * @param window how many steps of 30 seconds a code may be early or late; 0 or 1
 * @param rememberFor how long a trusted browser is spared; zero if there is no such thing; at most 90 days
 * @param attempts how often a factor may be tried in vain
 */
public record TwoFactorPolicy(
    FactorRequirement requirement,
    Set<String> roles,
    String issuer,
    int window,
    Duration rememberFor,
    AttemptLimits attempts) {
  private static final Duration LONGEST_TRUST = Duration.ofDays(90);

  /** Checks the bounds. */
  public TwoFactorPolicy {
    roles = Set.copyOf(roles);
    if (requirement == FactorRequirement.ROLES && roles.isEmpty()) {
      throw new IllegalArgumentException("name the roles that need a second factor");
    }
    if (issuer.isBlank()
        || issuer.length() > 100
        || issuer.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("an issuer is one line of 1 to 100 characters");
    }
    int escaped = OtpauthUri.escape(issuer).length();
    if (escaped > OtpauthUri.LONGEST_ISSUER) {
      throw new IllegalArgumentException("an issuer takes at most " + OtpauthUri.LONGEST_ISSUER
          + " characters in a QR code, where a letter that is not ASCII takes 6 to 12; was "
          + escaped);
    }
    if (window < 0 || window > 1) {
      throw new IllegalArgumentException("the window is 0 or 1 step, was " + window);
    }
    if (rememberFor.isNegative() || rememberFor.compareTo(LONGEST_TRUST) > 0) {
      throw new IllegalArgumentException(
          "a browser is trusted for 0 to 90 days, was " + rememberFor);
    }
  }

  /** Whoever wants one; one step early or late; browsers are trusted for 30 days if their owner says so. */
  public static TwoFactorPolicy of(String issuer) {
    return new TwoFactorPolicy(
        FactorRequirement.OPTIONAL,
        Set.of("auth-admin"),
        issuer,
        1,
        Duration.ofDays(30),
        AttemptLimits.defaults());
  }

  /** Returns a copy that asks others for one. */
  public TwoFactorPolicy withRequirement(FactorRequirement requirement) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }

  /** Returns a copy with other roles that count if the requirement is {@code ROLES}. */
  public TwoFactorPolicy withRoles(Set<String> roles) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }

  /** Returns a copy with another name of the application. */
  public TwoFactorPolicy withIssuer(String issuer) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }

  /** Returns a copy with another window. */
  public TwoFactorPolicy withWindow(int window) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }

  /** Returns a copy that trusts browsers for another time; zero for never. */
  public TwoFactorPolicy withRememberFor(Duration rememberFor) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }

  /** Returns a copy with other limits. */
  public TwoFactorPolicy withAttempts(AttemptLimits attempts) {
    return new TwoFactorPolicy(requirement, roles, issuer, window, rememberFor, attempts);
  }
}

package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The condition that the caller is a person whose last proof is at most {@code maxAge} old (RFC 9470). */
public record RecentLogin(Duration maxAge) implements Requirement {
  static final String MAX_AGE = "maxAge";

  /** Refuses an age that no login could meet. */
  public RecentLogin {
    if (maxAge.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "the age of a recent login is at least 1 s, was " + maxAge);
    }
  }

  @Override
  public Optional<AuthException> refusal(Principal caller, Instant now) {
    boolean recent = caller instanceof UserPrincipal user && user.authenticatedWithin(maxAge, now);
    return recent
        ? Optional.empty()
        : Optional.of(
            new AuthException(ErrorCode.STEP_UP_REQUIRED, "Confirm your password and try again.")
                .with(MAX_AGE, maxAge.toSeconds()));
  }
}

package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Duration;
import java.util.Optional;

/** The condition that the caller is a person whose last proof is at most {@code maxAge} old (RFC 9470). */
public record RecentLogin(Duration maxAge) implements Requirement {
  /** The detail of a refusal that holds the age in seconds. */
  public static final String MAX_AGE = "maxAge";

  /** Refuses an age that no login could meet. */
  public RecentLogin {
    if (maxAge.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "the age of a recent login is at least 1 s, was " + maxAge);
    }
  }

  @Override
  public Optional<AuthException> refusal(Asker asker) {
    if (asker.principal() instanceof UserPrincipal user) {
      return user.authenticatedWithin(maxAge, asker.now())
          ? Optional.empty()
          : Optional.of(required(maxAge));
    }
    return CallerKind.of(Principal.Kind.USER).refusal(asker);
  }

  /** Returns the refusal of a person whose last proof is older than that. */
  public static AuthException required(Duration maxAge) {
    return new AuthException(ErrorCode.STEP_UP_REQUIRED, "Confirm your password and try again.")
        .with(MAX_AGE, maxAge.toSeconds());
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return kind == Principal.Kind.USER;
  }

  @Override
  public String toString() {
    return "login within " + maxAge;
  }
}

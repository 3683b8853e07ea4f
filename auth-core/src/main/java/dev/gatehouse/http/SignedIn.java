package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Instant;
import java.util.Optional;

/** The condition that a person has signed in. A service does not meet it, on whomever's behalf it acts. */
public record SignedIn() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Principal caller, Instant now) {
    return caller instanceof UserPrincipal
        ? Optional.empty()
        : Optional.of(
            new AuthException(ErrorCode.AUTHENTICATION_REQUIRED, "Sign in and try again."));
  }
}

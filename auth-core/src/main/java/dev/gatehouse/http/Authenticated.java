package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.time.Instant;
import java.util.Optional;

/** The condition that the caller, a person or a service, has proven who they are. */
public record Authenticated() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Principal caller, Instant now) {
    return caller.isAuthenticated()
        ? Optional.empty()
        : Optional.of(
            new AuthException(ErrorCode.AUTHENTICATION_REQUIRED, "Sign in and try again."));
  }
}

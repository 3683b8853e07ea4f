package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.util.Optional;

/** The condition that the caller, a person or a service, has proven who they are. */
public record Authenticated() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Asker asker) {
    return asker.principal().isAuthenticated()
        ? Optional.empty()
        : Optional.of(
            new AuthException(ErrorCode.AUTHENTICATION_REQUIRED, "Sign in and try again."));
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return kind != Principal.Kind.ANONYMOUS;
  }

  @Override
  public String toString() {
    return "signed in";
  }
}

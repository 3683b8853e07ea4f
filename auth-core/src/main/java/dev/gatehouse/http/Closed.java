package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.time.Instant;
import java.util.Optional;

/** The condition that nobody meets: it stands where no rule does. */
record Closed() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Principal caller, Instant now) {
    return Optional.of(new AuthException(ErrorCode.PERMISSION_DENIED, "No rule opens this path."));
  }
}

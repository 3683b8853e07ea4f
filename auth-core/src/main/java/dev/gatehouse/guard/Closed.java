package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.util.Optional;

/** The condition that nobody meets: it stands where no rule does. */
public record Closed() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Asker asker) {
    return Optional.of(new AuthException(ErrorCode.PERMISSION_DENIED, "No rule opens this path."));
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return false;
  }

  @Override
  public String toString() {
    return "nobody";
  }
}

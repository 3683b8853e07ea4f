package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import java.util.Optional;

/**
 * The condition that the caller acts for itself. A service that acts on behalf of a person does not meet it: what is done
 * to other accounts is judged by the rights of one actor, and there are two.
 */
public record ForItself() implements Requirement {
  @Override
  public Optional<AuthException> refusal(Asker asker) {
    boolean delegated = asker.principal() instanceof ServicePrincipal service
        && service.onBehalfOf().isPresent();
    return delegated
        ? Optional.of(new AuthException(
            ErrorCode.PERMISSION_DENIED, "A service does this for itself, not for somebody else."))
        : Optional.empty();
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return true;
  }

  @Override
  public String toString() {
    return "for itself";
  }
}

package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Principal;
import java.util.Optional;

/**
 * One condition that a caller has to meet. A new kind of condition is a new class; its {@code toString} is how reports
 * name it.
 */
public interface Requirement {

  /** Returns why the caller is refused, or empty if this condition is met. */
  Optional<AuthException> refusal(Asker asker);

  /** Tells whether any caller of that kind can ever meet it; for reports. */
  boolean admits(Principal.Kind kind);
}

package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Principal;
import java.time.Instant;
import java.util.Optional;

/** One condition that a caller has to meet before a route is opened. A new kind of condition is a new class. */
@FunctionalInterface
public interface Requirement {

  /** Returns why the caller is refused, or empty if this condition is met. */
  Optional<AuthException> refusal(Principal caller, Instant now);
}

package dev.gatehouse.spring;

import dev.gatehouse.principal.Principal;
import java.util.Optional;

/**
 * Knows on whose behalf the current thread works, for annotated methods of beans. The request is asked first, then the
 * {@code SecurityContext} of Spring Security if there is one, then beans of this type in their order. If none of them
 * knows, nobody asks, and whatever an annotation guards is refused.
 */
@FunctionalInterface
public interface CallerSource {

  /** Returns who asks, or empty if this source does not know. Never blocks. */
  Optional<Principal> caller();
}

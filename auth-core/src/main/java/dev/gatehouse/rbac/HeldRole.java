package dev.gatehouse.rbac;

import java.time.Instant;
import java.util.Optional;

/** An assignment as far as it says what is allowed: the role, and when that ends by itself. */
record HeldRole(String role, Optional<Instant> expiresAt) {

  /** At the very instant of its end it does not count. */
  boolean isLiveAt(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /** Tells whether it lasts at least as long as something that ends then, or never. */
  boolean lasts(Optional<Instant> until) {
    return expiresAt.isEmpty()
        || until.filter(end -> !expiresAt.get().isBefore(end)).isPresent();
  }
}

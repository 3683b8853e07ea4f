package dev.gatehouse.rbac;

import dev.gatehouse.principal.Actor;
import java.time.Instant;
import java.util.Optional;

/** A role that somebody has, who gave it to them, and when. */
public record RoleAssignment(RoleGrant grant, Actor grantedBy, Instant grantedAt) {

  /** Returns who has the role. */
  public Subject subject() {
    return grant.subject();
  }

  /** Returns the role's name. */
  public String role() {
    return grant.role();
  }

  /** Returns when it ends by itself; empty if never. */
  public Optional<Instant> expiresAt() {
    return grant.expiresAt();
  }

  /** Tells whether it counts at an instant; at the very instant of its end it does not. */
  public boolean isLiveAt(Instant now) {
    return expiresAt().filter(end -> !now.isBefore(end)).isEmpty();
  }
}

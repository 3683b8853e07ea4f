package dev.gatehouse.rbac;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The roles that somebody is to have, and no others. Each method returns a copy.
 *
 * @param until when those end by themselves that they did not have before; empty if never
 * @param reason one line for people, at most 500 characters
 */
public record RoleSet(Subject subject, Set<String> roles, Optional<Instant> until, String reason) {

  /** Copies the roles. */
  public RoleSet {
    roles = Set.copyOf(roles);
  }

  /** Starts a set whose new roles have no end, without a reason. */
  public static RoleSet of(Subject subject, Set<String> roles) {
    return new RoleSet(subject, roles, Optional.empty(), "");
  }

  /** Returns a copy whose new roles end at an instant. */
  public RoleSet until(Instant end) {
    return new RoleSet(subject, roles, Optional.of(end), reason);
  }

  /** Returns a copy with a reason. */
  public RoleSet because(String text) {
    return new RoleSet(subject, roles, until, text);
  }

  RoleGrant grant(String role) {
    return new RoleGrant(subject, role, until, reason);
  }
}

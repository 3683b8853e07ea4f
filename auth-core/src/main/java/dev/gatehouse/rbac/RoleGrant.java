package dev.gatehouse.rbac;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A role that somebody is to have. Each method returns a copy.
 *
 * @param expiresAt when it ends by itself; empty if never
 * @param reason one line for people, at most 500 characters
 */
public record RoleGrant(Subject subject, String role, Optional<Instant> expiresAt, String reason) {
  private static final int LONGEST_REASON = 500;

  /** Checks the reason; cuts the end to the microsecond, as every store keeps it. */
  public RoleGrant {
    expiresAt = expiresAt.map(end -> end.truncatedTo(ChronoUnit.MICROS));
    reason = OneLine.require("a reason", reason, LONGEST_REASON);
  }

  /** Starts a grant without an end and without a reason. */
  public static RoleGrant of(Subject subject, String role) {
    return new RoleGrant(subject, role, Optional.empty(), "");
  }

  /** Returns a copy that ends at an instant. */
  public RoleGrant until(Instant end) {
    return new RoleGrant(subject, role, Optional.of(end), reason);
  }

  /** Returns a copy with a reason. */
  public RoleGrant because(String text) {
    return new RoleGrant(subject, role, expiresAt, text);
  }
}

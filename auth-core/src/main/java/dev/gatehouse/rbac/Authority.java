package dev.gatehouse.rbac;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What an actor may hand on or take away: what they hold themselves, and for no longer than they hold it. Otherwise a
 * right that ends tomorrow could be turned into one that does not. A component of the system holds everything; whoever
 * is no subject of roles holds nothing.
 */
final class Authority {
  private final RoleSource stored;
  private final Surroundings around;

  Authority(RoleSource stored, Surroundings around) {
    this.stored = stored;
    this.around = around;
  }

  /**
   * Refuses an actor who lacks one of the permissions.
   *
   * @param until how long they must hold them; empty for ever
   */
  void require(
      Actor by, Collection<Permission> wanted, Optional<Instant> until, ClientInfo client) {
    if (by.kind() == Actor.Kind.SYSTEM) {
      return;
    }
    PermissionSet held = held(by, until);
    wanted.stream()
        .filter(permission -> !held.implies(permission))
        .findFirst()
        .ifPresent(lacked -> {
          throw refused(by, lacked, client);
        });
  }

  private PermissionSet held(Actor by, Optional<Instant> until) {
    Instant now = around.now();
    return Subject.of(by)
        .map(subject -> stored.graph().permissions(stored.of(subject).lasting(now, until)))
        .orElse(PermissionSet.none());
  }

  private AuthException refused(Actor by, Permission lacked, ClientInfo client) {
    String permission = lacked.text();
    around
        .events()
        .deny(EventDraft.of(EventType.ACCESS_DENIED, client)
            .by(by)
            .refused(ErrorCode.PERMISSION_NOT_HELD.code())
            .with("permission", permission));
    return new AuthException(
            ErrorCode.PERMISSION_NOT_HELD,
            "You do not hold " + permission + " yourself, or not for as long.")
        .with("permission", permission);
  }
}

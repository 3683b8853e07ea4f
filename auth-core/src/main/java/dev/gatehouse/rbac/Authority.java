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
import java.util.Set;

/**
 * What an actor may hand on or take away: what they hold themselves, and for no longer than they hold it. Otherwise a
 * right that ends tomorrow could be turned into one that does not. A role is a right by its name, too, for routes can ask
 * for it: it is handed on by whoever has it, or may do everything. A component of the system holds everything; whoever is
 * no subject of roles holds nothing.
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

  /**
   * Refuses an actor who lacks one of the roles, assigned or included, or a permission that one of them grants.
   *
   * @param until how long they must have them; empty for ever
   */
  void requireRoles(Actor by, Set<String> wanted, Optional<Instant> until, ClientInfo client) {
    RoleGraph graph = stored.graph();
    require(by, graph.permissions(wanted).permissions(), until, client);
    if (by.kind() == Actor.Kind.SYSTEM || held(by, until).isEverything()) {
      return;
    }
    Set<String> had = graph.reach(lasting(by, until));
    wanted.stream().filter(role -> !had.contains(role)).findFirst().ifPresent(lacked -> {
      throw refusedRole(by, lacked, client);
    });
  }

  private PermissionSet held(Actor by, Optional<Instant> until) {
    return stored.graph().permissions(lasting(by, until));
  }

  private Set<String> lasting(Actor by, Optional<Instant> until) {
    return Subject.of(by)
        .map(subject -> stored.of(subject).lasting(around.now(), until))
        .orElse(Set.of());
  }

  private AuthException refusedRole(Actor by, String lacked, ClientInfo client) {
    return denied(
        by,
        "role",
        lacked,
        client,
        "You do not have the role " + lacked + " yourself, or not for as long.");
  }

  private AuthException refused(Actor by, Permission lacked, ClientInfo client) {
    String permission = lacked.text();
    return denied(
        by,
        "permission",
        permission,
        client,
        "You do not hold " + permission + " yourself, or not for as long.");
  }

  private AuthException denied(
      Actor by, String what, String lacked, ClientInfo client, String detail) {
    around
        .events()
        .deny(EventDraft.of(EventType.ACCESS_DENIED, client)
            .by(by)
            .refused(ErrorCode.PERMISSION_NOT_HELD.code())
            .with(what, lacked));
    return new AuthException(ErrorCode.PERMISSION_NOT_HELD, detail).with(what, lacked);
  }
}

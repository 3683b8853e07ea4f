package dev.gatehouse.apikey;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.RoleStore;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees to it that nobody gives to a key what they do not hold themselves. Asks past every copy, within the unit of work
 * that writes the key: the roles it names are kept from being deleted until then.
 */
final class GrantCheck {
  private static final ApiKeySettings NOTHING = ApiKeySettings.named("");

  private final Access access;
  private final RoleStore roles;
  private final Events events;

  GrantCheck(Access access, RoleStore roles, Events events) {
    this.access = access.strict();
    this.roles = roles;
    this.events = events;
  }

  /**
   * Checks that an actor may make such a key. A key of a person is that person's business: whoever had its secret would
   * pass for them. Nobody makes a key with a key: it would outlive what becomes of the first.
   *
   * @throws AuthException PERMISSION_NOT_HELD naming what is not held, or not for as long as the key lives;
   *     PERMISSION_DENIED if the actor may make no such key whatever its grants; VALIDATION_FAILED if there is no such role
   */
  void requireMayCreate(ApiKey wanted, Actor by, ClientInfo client) {
    requireRoles(wanted.settings());
    requireMayHave(wanted, wanted.settings(), wanted.expiresAt(), by, client);
  }

  /**
   * Checks that an actor may grant all this to a key that there is, until it ends.
   *
   * @throws AuthException as {@link #requireMayCreate}
   */
  void requireMayGrant(ApiKey key, ApiKeySettings wanted, Actor by, ClientInfo client) {
    requireRoles(wanted);
    requireMayHave(key, wanted, key.expiresAt(), by, client);
  }

  /**
   * Checks that an actor may let a key work until that end, or be given the secret of its successor: its owner, or
   * whoever holds all of its grants for as long.
   *
   * @throws AuthException PERMISSION_NOT_HELD or PERMISSION_DENIED
   */
  void requireMayKeep(ApiKey key, Optional<Instant> end, Actor by, ClientInfo client) {
    boolean owner = by.kind() == Actor.Kind.USER && isOwner(key, by);
    requireMayHave(key, owner ? NOTHING : key.settings(), end, by, client);
  }

  private void requireMayHave(
      ApiKey key, ApiKeySettings granted, Optional<Instant> end, Actor by, ClientInfo client) {
    if (by.kind() == Actor.Kind.SYSTEM) {
      return;
    }
    boolean own = isOwner(key, by);
    if (!own && key.owner().kind() == Subject.Kind.USER) {
      throw denied("Only its owner makes or changes a key of a person.");
    }
    // A detached key does not shrink with its owner.
    requireHeld(
        granted, own && !granted.detached() ? Optional.empty() : Optional.of(end), by, client);
  }

  private static boolean isOwner(ApiKey key, Actor by) {
    return Subject.of(by).filter(key.owner()::equals).isPresent();
  }

  /** What is granted as a role that is not there would take effect when somebody makes one of that name. */
  private void requireRoles(ApiKeySettings wanted) {
    if (wanted.roles().isEmpty()) {
      return;
    }
    Set<String> there = roles.hold(wanted.roles());
    wanted.roles().stream().filter(role -> !there.contains(role)).findFirst().ifPresent(role -> {
      throw KeyRules.invalid("/roles", "There is no role " + role + ".");
    });
  }

  /**
   * An owner must hold it now, for the key shrinks with them; anybody else until the end, or for ever if there is none,
   * and a role by its name, too: routes can ask for it.
   */
  private void requireHeld(
      ApiKeySettings wanted, Optional<Optional<Instant>> until, Actor by, ClientInfo client) {
    Subject subject = Optional.of(by)
        .filter(actor -> actor.kind() != Actor.Kind.API_KEY)
        .flatMap(Subject::of)
        .orElseThrow(() -> denied("A key may not do this, nor may nobody."));
    PermissionSet held = until
        .map(end -> access.permissionsUntil(subject, end))
        .orElseGet(() -> access.permissionsOf(subject));
    Set<Permission> all = new TreeSet<>(wanted.permissions());
    all.addAll(access.permissionsOfRoles(wanted.roles()).permissions());
    all.stream().filter(permission -> !held.implies(permission)).findFirst().ifPresent(lacked -> {
      throw notHeld("permission", lacked.text(), by, client);
    });
    Set<String> had = until
        .filter(end -> !held.isEverything())
        .map(end -> access.rolesUntil(subject, end))
        .orElse(wanted.roles());
    wanted.roles().stream().filter(role -> !had.contains(role)).findFirst().ifPresent(lacked -> {
      throw notHeld("role", lacked, by, client);
    });
  }

  private AuthException notHeld(String what, String lacked, Actor by, ClientInfo client) {
    events.deny(EventDraft.of(EventType.ACCESS_DENIED, client)
        .by(by)
        .refused(ErrorCode.PERMISSION_NOT_HELD.code())
        .with(what, lacked));
    return new AuthException(
            ErrorCode.PERMISSION_NOT_HELD,
            "You do not hold the " + what + " " + lacked + " yourself.")
        .with(what, lacked);
  }

  private static AuthException denied(String detail) {
    return new AuthException(ErrorCode.PERMISSION_DENIED, detail);
  }
}

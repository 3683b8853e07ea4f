package dev.gatehouse.apikey;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Sees to it that nobody gives to a key what they do not hold themselves. Asks past every copy. */
final class GrantCheck {
  private final ApiKeyStore keys;
  private final ApiKeyCreditStore credits;
  private final KeyOwners owners;
  private final Access access;
  private final ApiKeyRights rights;
  private final Events events;

  GrantCheck(ApiKeyBackend backend, Access access, Events events) {
    this.keys = backend.keys();
    this.credits = backend.credits();
    this.owners = backend.owners();
    this.access = access.strict();
    this.rights = new ApiKeyRights(this.access);
    this.events = events;
  }

  /**
   * Checks that an actor may make such a key.
   *
   * @throws AuthException PERMISSION_NOT_HELD naming what is not held; PERMISSION_DENIED if the actor may make no such
   *     key whatever its grants; VALIDATION_FAILED if a role grants nothing
   */
  void requireMayCreate(ApiKey wanted, Actor by, ClientInfo client) {
    requireRoles(wanted.settings());
    if (by.kind() == Actor.Kind.API_KEY) {
      ApiKey creator = live(by, wanted.createdAt());
      requireNoEscape(creator, wanted);
      ApiKeyPrincipal principal = KeyState.principal(creator);
      requireHeld(wanted.settings(), by, client, asked -> rights.holds(principal, asked));
    } else {
      requireHeld(wanted.settings(), by, client);
    }
  }

  /**
   * Checks that an actor may grant all this to a key that there is. A key may not: it could widen itself.
   *
   * @throws AuthException PERMISSION_NOT_HELD naming what is not held; PERMISSION_DENIED for a key and for nobody;
   *     VALIDATION_FAILED if a role grants nothing
   */
  void requireMayGrant(ApiKeySettings wanted, Actor by, ClientInfo client) {
    requireRoles(wanted);
    requireHeld(wanted, by, client);
  }

  /**
   * Checks that an actor may be given the secret of a key's successor: its owner, or whoever holds all of its grants.
   *
   * @throws AuthException PERMISSION_NOT_HELD or PERMISSION_DENIED
   */
  void requireMayRotate(ApiKey key, Actor by, ClientInfo client) {
    boolean owner = by.kind() == Actor.Kind.USER
        && Subject.of(by).filter(key.owner()::equals).isPresent();
    if (!owner) {
      requireHeld(key.settings(), by, client);
    }
  }

  private ApiKey live(Actor by, Instant now) {
    return keys.find(ApiKeyId.parse(by.id()))
        .filter(key -> key.status() == ApiKeyStatus.ACTIVE && !key.isExpiredAt(now))
        .filter(
            key -> owners.find(key.owner()).filter(state -> state.mayActAt(now)).isPresent())
        .orElseThrow(() -> denied("The key that asks for this does not work any more."));
  }

  /** A key must not shed its bounds by making another: its owner, the owner's rights, its end, its addresses, its credits. */
  private void requireNoEscape(ApiKey creator, ApiKey wanted) {
    if (!creator.owner().equals(wanted.owner())) {
      throw denied("A key makes keys for its own owner only.");
    }
    if (wanted.settings().detached() && !creator.settings().detached()) {
      throw denied("A key makes no detached key unless it is detached itself.");
    }
    if (creator.expiresAt().isPresent()
        && wanted
            .expiresAt()
            .filter(end -> !end.isAfter(creator.expiresAt().get()))
            .isEmpty()) {
      throw denied("A key makes no key that outlives it.");
    }
    if (!creator.settings().allowFrom().isEmpty()
        || credits.find(creator.family()).isPresent()) {
      throw denied("A key that is bound to addresses or credits makes no keys.");
    }
  }

  /** A role without a right, granted now, would take effect when somebody makes a role of that name. */
  private void requireRoles(ApiKeySettings wanted) {
    for (String role : wanted.roles()) {
      if (access.permissionsOfRoles(Set.of(role)).isEmpty()) {
        throw KeyRules.invalid("/roles", "There is no role " + role + " that grants anything.");
      }
    }
  }

  private void requireHeld(ApiKeySettings wanted, Actor by, ClientInfo client) {
    if (by.kind() == Actor.Kind.SYSTEM) {
      return;
    }
    PermissionSet held = Optional.of(by)
        .filter(actor -> actor.kind() != Actor.Kind.API_KEY)
        .flatMap(Subject::of)
        .map(access::permissionsOf)
        .orElseThrow(() -> denied("A key may not do this, nor may nobody."));
    requireHeld(wanted, by, client, held::implies);
  }

  private void requireHeld(
      ApiKeySettings wanted, Actor by, ClientInfo client, Predicate<Permission> held) {
    Set<Permission> all = new TreeSet<>(wanted.permissions());
    all.addAll(access.permissionsOfRoles(wanted.roles()).permissions());
    all.stream().filter(held.negate()).findFirst().ifPresent(lacked -> {
      throw notHeld(lacked.text(), by, client);
    });
  }

  private AuthException notHeld(String permission, Actor by, ClientInfo client) {
    events.deny(EventDraft.of(EventType.ACCESS_DENIED, client)
        .by(by)
        .refused(ErrorCode.PERMISSION_NOT_HELD.code())
        .with("permission", permission));
    return new AuthException(
            ErrorCode.PERMISSION_NOT_HELD, "You do not hold " + permission + " yourself.")
        .with("permission", permission);
  }

  private static AuthException denied(String detail) {
    return new AuthException(ErrorCode.PERMISSION_DENIED, detail);
  }
}

package dev.gatehouse.apikey;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.List;
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

  GrantCheck(
      ApiKeyStore keys, ApiKeyCreditStore credits, KeyOwners owners, Access access) {
    this.keys = keys;
    this.credits = credits;
    this.owners = owners;
    this.access = access.strict();
    this.rights = new ApiKeyRights(this.access);
  }

  /**
   * Checks that an actor may make a key with these grants.
   *
   * @throws AuthException PERMISSION_NOT_HELD naming what is not held; PERMISSION_DENIED if the actor may make no such
   *     key whatever its grants
   */
  void requireMayCreate(
      Actor by, Subject owner, ApiKeySettings wanted, Optional<Instant> expiresAt, Instant now) {
    if (by.kind() == Actor.Kind.API_KEY) {
      ApiKey creator = live(by, now);
      requireNoEscape(creator, owner, wanted, expiresAt);
      ApiKeyPrincipal principal = KeyState.principal(creator);
      requireHeld(wanted, permission -> rights.holds(principal, permission));
      return;
    }
    requireMayGrant(by, wanted);
  }

  /**
   * Checks that an actor who is no key may grant all this.
   *
   * @throws AuthException PERMISSION_NOT_HELD naming what is not held; PERMISSION_DENIED for an actor without rights
   */
  void requireMayGrant(Actor by, ApiKeySettings wanted) {
    switch (by.kind()) {
      case SYSTEM -> {}
      case USER -> {
        PermissionSet held = access.permissionsOf(Subject.user(UserId.parse(by.id())));
        requireHeld(wanted, held::implies);
      }
      default -> throw denied("Only people, and the application itself, may do this.");
    }
  }

  /**
   * Checks that an actor may be given the secret of a key's successor: its owner, or whoever holds all of its grants.
   *
   * @throws AuthException PERMISSION_NOT_HELD or PERMISSION_DENIED
   */
  void requireMayRotate(Actor by, ApiKey key) {
    boolean owner = by.kind() == Actor.Kind.USER
        && key.owner().equals(Subject.user(UserId.parse(by.id())));
    if (!owner) {
      requireMayGrant(by, key.settings());
    }
  }

  private ApiKey live(Actor by, Instant now) {
    return keys.find(ApiKeyId.parse(by.id()))
        .filter(key -> key.status() == ApiKeyStatus.ACTIVE && !key.isExpiredAt(now))
        .filter(key -> owners.find(key.owner()).filter(state -> state.mayActAt(now)).isPresent())
        .orElseThrow(() -> denied("The key that asks for this does not work any more."));
  }

  /** A key must not shed its bounds by making another: its owner, its owner's rights, its end, its addresses, its credits. */
  private void requireNoEscape(
      ApiKey creator, Subject owner, ApiKeySettings wanted, Optional<Instant> expiresAt) {
    boolean outlives = creator.expiresAt().isPresent()
        && expiresAt.filter(end -> !end.isAfter(creator.expiresAt().get())).isEmpty();
    if (!creator.owner().equals(owner)) {
      throw denied("A key makes keys for its own owner only.");
    }
    if (wanted.detached() && !creator.settings().detached()) {
      throw denied("A key makes no detached key unless it is detached itself.");
    }
    if (outlives) {
      throw denied("A key makes no key that outlives it.");
    }
    if (!creator.settings().allowFrom().isEmpty() || credits.find(creator.family()).isPresent()) {
      throw denied("A key that is bound to addresses or credits makes no keys.");
    }
  }

  private void requireHeld(ApiKeySettings wanted, Predicate<Permission> held) {
    Set<Permission> all = new TreeSet<>(wanted.permissions());
    all.addAll(access.permissionsOfRoles(wanted.roles()).permissions());
    List<String> missing =
        all.stream().filter(held.negate()).map(Permission::text).toList();
    if (!missing.isEmpty()) {
      throw new AuthException(
              ErrorCode.PERMISSION_NOT_HELD, "You can grant only what you may do yourself.")
          .with("permissions", missing);
    }
  }

  private static AuthException denied(String detail) {
    return new AuthException(ErrorCode.PERMISSION_DENIED, detail);
  }
}

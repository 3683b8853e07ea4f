package dev.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an API key may do: what was granted to it, directly or by a role, and what its owner may still do.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Both halves are asked for at each decision and kept nowhere, so that a key shrinks with its owner as fast as
 * {@link Access} hears of the change. Only a detached key, which only a service can have, is judged by its grants alone.
 */
public final class ApiKeyRights {
  private final Access access;
  /** By identity: a principal is made once per lease and carries its permissions as text. */
  private final Cache<ApiKeyPrincipal, PermissionSet> compiled =
      Caffeine.newBuilder().weakKeys().build();

  /** Asks the given access. */
  public ApiKeyRights(Access access) {
    this.access = access;
  }

  /**
   * Tells whether a key may do something now.
   *
   * @throws IllegalArgumentException if nobody declared the permission
   */
  public boolean allows(ApiKeyPrincipal key, Permission asked) {
    return allows(key, granted(key), owner(key), asked);
  }

  boolean allows(ApiKeyPrincipal key, PermissionSet granted, Subject owner, Permission asked) {
    boolean isGranted = granted.implies(asked) || byRole(key.roles()).implies(asked);
    return isGranted && (key.detached() || access.allows(owner, asked));
  }

  /** Tells whether a key was granted a role, by name or included in one, and its owner has it still. */
  public boolean hasRole(ApiKeyPrincipal key, String roleName) {
    return access.reach(key.roles()).contains(roleName)
        && (key.detached() || access.hasRole(owner(key), roleName));
  }

  private PermissionSet granted(ApiKeyPrincipal key) {
    return compiled.get(key, ApiKeyRights::compile);
  }

  private static PermissionSet compile(ApiKeyPrincipal key) {
    return PermissionSet.of(
        key.permissions().stream().map(Permission::parse).collect(Collectors.toSet()));
  }

  private PermissionSet byRole(Set<String> roles) {
    return roles.isEmpty() ? PermissionSet.none() : access.permissionsOfRoles(roles);
  }

  private static Subject owner(ApiKeyPrincipal key) {
    return key.userId()
        .map(Subject::user)
        .orElseGet(() -> new Subject(Subject.Kind.SERVICE, key.ownerId()));
  }
}

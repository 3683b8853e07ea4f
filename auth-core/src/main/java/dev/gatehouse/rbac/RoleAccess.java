package dev.gatehouse.rbac;

import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.SecondLevel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Answers from this node's copies, within their bound; {@link #strict} and {@link #explain} ask the stores. */
public final class RoleAccess implements Access {
  private final PermissionCatalogue catalogue;
  private final RoleCache cache;
  private final Access leased;
  private final Access strict;

  /** Answers about what is in the given backend, and listens for changes. */
  public RoleAccess(
      RoleBackend backend,
      AccessPolicy policy,
      SecondLevel second,
      Invalidations invalidations,
      InstantSource clock) {
    StoredRoles stored = new StoredRoles(backend);
    this.catalogue = backend.catalogue();
    this.cache = new RoleCache(stored, policy, second, invalidations, clock);
    this.strict = new Answers(stored, stored, catalogue, clock);
    this.leased = new Answers(cache, stored, catalogue, clock);
  }

  @Override
  public PermissionSet permissionsOf(Subject subject) {
    return leased.permissionsOf(subject);
  }

  @Override
  public PermissionSet permissionsUntil(Subject subject, Optional<Instant> end) {
    return leased.permissionsUntil(subject, end);
  }

  @Override
  public PermissionSet permissionsOfRoles(Set<String> roleNames) {
    return leased.permissionsOfRoles(roleNames);
  }

  @Override
  public Set<String> rolesUntil(Subject subject, Optional<Instant> end) {
    return leased.rolesUntil(subject, end);
  }

  @Override
  public Set<String> reach(Set<String> roleNames) {
    return leased.reach(roleNames);
  }

  @Override
  public boolean hasRole(Subject subject, String roleName) {
    return leased.hasRole(subject, roleName);
  }

  @Override
  public boolean allows(Subject subject, Permission permission) {
    return leased.allows(subject, permission);
  }

  @Override
  public Explanation explain(Subject subject, Permission permission) {
    return strict.explain(subject, permission);
  }

  @Override
  public Access strict() {
    return strict;
  }

  /** Returns every permission there is. */
  public PermissionCatalogue catalogue() {
    return catalogue;
  }

  /** Drops every copy on this node, as its schedule does. */
  public void refresh() {
    cache.refresh();
  }

  /** Returns how this node's copies fare. */
  public RoleCacheStatus status() {
    return cache.status();
  }
}

package dev.gatehouse.rbac;

import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Answers from this node's copies, within their bound; {@link #strict} and {@link #explain} ask the stores. */
public final class RoleAccess implements Access {
  private final PermissionCatalogue catalogue;
  private final RoleCache cache;
  private final Consumer<EventDraft> denials;
  private final Access leased;
  private final Access strict;

  /** Answers about what is in the given backend, listens for changes, and hands denials on. */
  public RoleAccess(
      RoleBackend backend,
      AccessPolicy policy,
      Invalidations invalidations,
      InstantSource clock,
      Consumer<EventDraft> denials) {
    StoredRoles stored = new StoredRoles(backend);
    this.catalogue = backend.catalogue();
    this.denials = denials;
    this.cache = new RoleCache(stored, policy, invalidations, clock);
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
  public boolean hasRole(Subject subject, String roleName) {
    return leased.hasRole(subject, roleName);
  }

  @Override
  public boolean allows(Subject subject, Permission permission) {
    return leased.allows(subject, permission);
  }

  @Override
  public Decision decide(Subject subject, Permission permission) {
    return leased.decide(subject, permission);
  }

  @Override
  public Explanation explain(Subject subject, Permission permission) {
    return strict.explain(subject, permission);
  }

  @Override
  public Access strict() {
    return strict;
  }

  /**
   * Lets a subject pass that may do something now, and records one that may not.
   *
   * @throws AuthException PERMISSION_DENIED, naming the permission
   * @throws IllegalArgumentException if nobody declared the permission
   */
  public void require(Subject subject, Permission permission, ClientInfo client) {
    if (allows(subject, permission)) {
      return;
    }
    String lacked = permission.text();
    denials.accept(EventDraft.of(EventType.ACCESS_DENIED, client)
        .refused(ErrorCode.PERMISSION_DENIED.code())
        .with("subject", subject.toString())
        .with("permission", lacked));
    throw new AuthException(
            ErrorCode.PERMISSION_DENIED, "This needs the permission " + lacked + ".")
        .with("permission", lacked);
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

package dev.gatehouse.apikey;

import dev.gatehouse.rbac.Access;
import dev.gatehouse.rbac.Explanation;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rights that a test gives and takes; nothing is cached. */
final class FixedAccess implements Access {
  private final Map<Subject, PermissionSet> held = new ConcurrentHashMap<>();

  void give(Subject subject, String... permissions) {
    held.put(
        subject,
        PermissionSet.of(List.of(permissions).stream().map(Permission::parse).toList()));
  }

  @Override
  public PermissionSet permissionsOf(Subject subject) {
    return held.getOrDefault(subject, PermissionSet.none());
  }

  @Override
  public PermissionSet permissionsUntil(Subject subject, Optional<Instant> end) {
    return permissionsOf(subject);
  }

  @Override
  public PermissionSet permissionsOfRoles(Set<String> roleNames) {
    return PermissionSet.none();
  }

  @Override
  public Set<String> rolesUntil(Subject subject, Optional<Instant> end) {
    return Set.of();
  }

  @Override
  public Set<String> reach(Set<String> roleNames) {
    return Set.of();
  }

  @Override
  public boolean hasRole(Subject subject, String roleName) {
    return false;
  }

  @Override
  public boolean allows(Subject subject, Permission permission) {
    return permissionsOf(subject).implies(permission);
  }

  @Override
  public Explanation explain(Subject subject, Permission permission) {
    return new Explanation(subject, permission, List.of(), List.of());
  }

  @Override
  public Access strict() {
    return this;
  }
}

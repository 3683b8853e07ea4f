package dev.gatehouse.rbac;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions of {@link Access}, asked of one source. */
final class Answers implements Access {
  private final RoleSource source;
  private final RoleSource stored;
  private final PermissionCatalogue catalogue;
  private final InstantSource clock;

  /** Answers from {@code source}, and explains from {@code stored}. */
  Answers(
      RoleSource source, RoleSource stored, PermissionCatalogue catalogue, InstantSource clock) {
    this.source = source;
    this.stored = stored;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @Override
  public PermissionSet permissionsOf(Subject subject) {
    return source.of(subject).permissions(source.graph(), clock);
  }

  @Override
  public PermissionSet permissionsUntil(Subject subject, Optional<Instant> end) {
    return source.graph().permissions(source.of(subject).lasting(clock.instant(), end));
  }

  @Override
  public PermissionSet permissionsOfRoles(Set<String> roleNames) {
    return source.graph().permissions(Set.copyOf(roleNames));
  }

  @Override
  public Set<String> rolesUntil(Subject subject, Optional<Instant> end) {
    return reach(source.of(subject).lasting(clock.instant(), end));
  }

  @Override
  public Set<String> reach(Set<String> roleNames) {
    return source.graph().reach(roleNames);
  }

  @Override
  public boolean hasRole(Subject subject, String roleName) {
    return reach(source.of(subject).at(clock.instant())).contains(roleName);
  }

  @Override
  public boolean allows(Subject subject, Permission permission) {
    return permissionsOf(subject).implies(catalogue.require(permission));
  }

  @Override
  public Explanation explain(Subject subject, Permission permission) {
    RoleGraph graph = stored.graph();
    Set<String> assigned = stored.of(subject).at(clock.instant());
    List<Explanation.Grant> ways = graph.ways(assigned, catalogue.require(permission));
    List<String> missing = ways.isEmpty() ? graph.rolesThatAllow(permission) : List.of();
    return new Explanation(subject, permission, ways, missing);
  }

  @Override
  public Access strict() {
    return new Answers(stored, stored, catalogue, clock);
  }
}

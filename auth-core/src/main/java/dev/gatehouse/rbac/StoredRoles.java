package dev.gatehouse.rbac;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads through to the stores. The graph is compiled once per revision: a revision never comes back, so what was
 * compiled for one stays right, even if it was read in a unit of work that was rolled back.
 */
final class StoredRoles implements RoleSource {
  private final RoleStore roles;
  private final RoleAssignmentStore assignments;
  private final PermissionCatalogue catalogue;
  private volatile @Nullable RoleGraph last;

  StoredRoles(RoleBackend backend) {
    this.roles = backend.roles();
    this.assignments = backend.assignments();
    this.catalogue = backend.catalogue();
  }

  /** The store is trusted with data, not with security: what it returned must be what was asked for. */
  @Override
  public HeldRoles of(Subject subject) {
    Predicate<RoleAssignment> asked = found -> found.subject().equals(subject);
    List<RoleAssignment> theirs = assignments.of(subject).stream().filter(asked).toList();
    return HeldRoles.of(theirs);
  }

  @Override
  public RoleGraph graph() {
    // The revision first: a graph may be newer than the revision it bears, never older.
    UUID revision = roles.revision();
    RoleGraph known = last;
    if (known == null || !known.revision().equals(revision)) {
      known = new RoleGraph(revision, roles.list(), catalogue);
      last = known;
    }
    return known;
  }
}

package dev.gatehouse.rbac;

import java.util.List;

/**
 * Why somebody may do something, or why not.
 *
 * @param grants each way in which the subject's roles grant the permission; empty if none does
 * @param missing if none does: the names of the roles any one of which would, most modest first, at most 20
 */
public record Explanation(
    Subject subject, Permission permission, List<Grant> grants, List<String> missing) {
  /**
   * One way from a subject to a permission.
   *
   * @param roles the assigned role, the role it includes, and so on to the one that holds the grant
   * @param grant the permission as that role holds it, possibly with wildcards
   */
  public record Grant(List<String> roles, Permission grant) {
    /** Copies the path. */
    public Grant {
      roles = List.copyOf(roles);
    }
  }

  /** Copies the lists. */
  public Explanation {
    grants = List.copyOf(grants);
    missing = List.copyOf(missing);
  }

  /** Tells whether it is allowed. */
  public boolean isGranted() {
    return !grants.isEmpty();
  }
}

package dev.gatehouse.rbac;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what. Answers about rights only: whether the account, key or service behind a subject is alive is for
 * whoever authenticated it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>An answer is at most the staleness bound old (5 seconds unless set otherwise), and fresh on a node that has heard
 * of the change. An assignment with an end stops to count at that instant. What is not known is not allowed: an unknown
 * subject has no rights, an unknown role grants nothing, and a store that cannot be asked is a {@code StoreException}.
 *
 * <p>Ask {@link #strict} in a unit of work that has changed roles itself: what it has not committed yet must not become
 * a copy.
 */
public interface Access {

  /** Returns all that a subject may do now, by its assigned roles and those they include. */
  PermissionSet permissionsOf(Subject subject);

  /**
   * Returns all that a subject may do now and until an instant, if nobody changes it; empty asks for ever. What is held by
   * an assignment that ends before is not in it.
   */
  PermissionSet permissionsUntil(Subject subject, Optional<Instant> end);

  /** Returns the roles that a subject has now and until an instant, assigned or included; empty asks for ever. */
  Set<String> rolesUntil(Subject subject, Optional<Instant> end);

  /** Returns all that somebody with these roles may do; a role that does not exist adds nothing. */
  PermissionSet permissionsOfRoles(Set<String> roleNames);

  /** Returns these roles and all that they include; of a role that does not exist there is nothing. */
  Set<String> reach(Set<String> roleNames);

  /** Tells whether a subject has a role now, assigned or included. */
  boolean hasRole(Subject subject, String roleName);

  /**
   * Tells whether a subject may do something now.
   *
   * @throws IllegalArgumentException if nobody declared the permission; the message says which one may have been meant
   */
  boolean allows(Subject subject, Permission permission);

  /** Returns every path of roles that grants a permission, or the roles that would; asks the store, not the copies. */
  Explanation explain(Subject subject, Permission permission);

  /** Returns the same answers read through to the store, for the few questions that must not be a moment old. */
  Access strict();
}

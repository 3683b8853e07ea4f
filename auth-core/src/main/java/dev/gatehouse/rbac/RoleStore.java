package dev.gatehouse.rbac;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps roles. Safe for use by many threads and many nodes at once; {@code RoleStoreContract} in {@code auth-contracts} states
 * every promise as a test.
 */
public interface RoleStore {

  /**
   * Returns the name of the present state of all roles: another one after every committed change, and never one that
   * was there before.
   */
  UUID revision();

  /** Returns all roles by name. Of a change that commits meanwhile it shows all or nothing. */
  List<Role> list();

  /** Holds every other caller of this back until the caller's unit of work ends. */
  void lock();

  /**
   * Keeps these roles from being deleted until the caller's unit of work ends, and waits for whoever is deleting one;
   * returns the names of those that there are. Any number of callers may hold a role at once.
   */
  Set<String> hold(Set<String> names);

  /** Waits for everybody who holds a role, and holds back everybody else who would, until the unit of work ends. */
  void claim(String name);

  /** Adds a role unless its name is taken; of concurrent calls for one name one returns true. */
  boolean insert(Role role);

  /** Replaces a role of that name and version; of concurrent calls for one version one returns true. */
  boolean update(Role role, long expectedVersion);

  /**
   * Deletes a role and those assignments of it that are over, unless one is live at an instant; false if one is, or if
   * there is no such role.
   */
  boolean delete(String name, Instant now);
}

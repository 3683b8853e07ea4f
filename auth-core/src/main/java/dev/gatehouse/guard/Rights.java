package dev.gatehouse.guard;

import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Permission;

/**
 * What callers may do, whatever kind they are of. Nobody has a right that nothing grants: an anonymous caller has none.
 * A store that cannot be asked is a {@code StoreException}, never an answer.
 */
public interface Rights {

  /** Tells whether the caller may do this now. */
  boolean allows(Principal caller, Permission permission);

  /** Tells whether the caller has this role now, assigned or included in one that is. */
  boolean hasRole(Principal caller, String role);
}

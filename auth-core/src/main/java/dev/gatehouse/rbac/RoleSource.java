package dev.gatehouse.rbac;

/** Where answers about roles come from: the stores, or copies of what is in them. */
interface RoleSource {

  /** Returns the assignments of a subject; of an unknown one there are none. */
  HeldRoles of(Subject subject);

  /** Returns all roles. */
  RoleGraph graph();
}

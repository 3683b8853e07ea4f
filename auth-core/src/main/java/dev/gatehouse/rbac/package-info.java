/** Who may do what: permissions, roles, assignments, and the decision with its reason. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.rbac;

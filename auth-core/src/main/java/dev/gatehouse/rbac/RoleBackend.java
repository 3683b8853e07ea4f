package dev.gatehouse.rbac;

/** What every service about roles works on: the two stores, and the permissions there are. */
public record RoleBackend(
    RoleStore roles, RoleAssignmentStore assignments, PermissionCatalogue catalogue) {}

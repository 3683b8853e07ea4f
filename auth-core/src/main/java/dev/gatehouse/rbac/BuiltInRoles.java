package dev.gatehouse.rbac;

import java.util.List;

/** The roles that every installation has. */
public final class BuiltInRoles {
  /** May do everything, in the application, too: whoever hands out every right must hold it. */
  public static final String ADMINISTRATOR = "auth-admin";

  /** Helps people with their accounts, sessions and locks. */
  public static final String SUPPORT = "auth-support";

  /** Sees everything of Gatehouse and changes nothing. */
  public static final String AUDITOR = "auth-auditor";

  private BuiltInRoles() {}

  static List<RoleDefinition> all() {
    return List.of(administrator(), support(), auditor());
  }

  private static RoleDefinition administrator() {
    return RoleDefinition.of(ADMINISTRATOR)
        .describedAs("May do everything")
        .permitting("*:*", "*:*:*");
  }

  private static RoleDefinition support() {
    return RoleDefinition.of(SUPPORT)
        .describedAs("Helps people with their accounts, sessions and locks")
        .permitting(List.of(
            GatehousePermissions.ADMIN_ACCESS,
            GatehousePermissions.OVERVIEW_READ,
            GatehousePermissions.USERS_READ,
            GatehousePermissions.USERS_WRITE,
            GatehousePermissions.USERS_SECURITY,
            GatehousePermissions.SESSIONS_READ,
            GatehousePermissions.SESSIONS_WRITE,
            GatehousePermissions.ROLES_READ,
            GatehousePermissions.LOCKS_READ,
            GatehousePermissions.LOCKS_WRITE));
  }

  private static RoleDefinition auditor() {
    return RoleDefinition.of(AUDITOR)
        .describedAs("Sees everything and changes nothing")
        .permitting(List.of(GatehousePermissions.ADMIN_ACCESS, GatehousePermissions.AUDIT_EXPORT))
        .permitting(GatehousePermissions.all().stream()
            .filter(permission -> permission.action().equals("read"))
            .toList());
  }
}

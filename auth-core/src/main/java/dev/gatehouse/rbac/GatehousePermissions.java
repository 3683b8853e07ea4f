package dev.gatehouse.rbac;

import java.util.List;

/** The permissions that Gatehouse's own administration asks for. */
public final class GatehousePermissions {
  /** Open the admin panel. */
  public static final Permission ADMIN_ACCESS = Permission.parse("auth.admin:access");

  /** See totals and warnings. */
  public static final Permission OVERVIEW_READ = Permission.parse("auth.overview:read");

  /** See accounts. */
  public static final Permission USERS_READ = Permission.parse("auth.users:read");

  /** Create accounts, change their status, close them. */
  public static final Permission USERS_WRITE = Permission.parse("auth.users:write");

  /** Reset somebody's second factor. */
  public static final Permission USERS_SECURITY = Permission.parse("auth.users:security");

  /** Act as somebody else. */
  public static final Permission USERS_IMPERSONATE = Permission.parse("auth.users:impersonate");

  /** Import accounts. */
  public static final Permission USERS_IMPORT = Permission.parse("auth.users:import");

  /** See sessions. */
  public static final Permission SESSIONS_READ = Permission.parse("auth.sessions:read");

  /** End sessions. */
  public static final Permission SESSIONS_WRITE = Permission.parse("auth.sessions:write");

  /** See roles, and why somebody may do something. */
  public static final Permission ROLES_READ = Permission.parse("auth.roles:read");

  /** Create, change and delete roles. */
  public static final Permission ROLES_WRITE = Permission.parse("auth.roles:write");

  /** Assign roles and take them away. */
  public static final Permission ROLES_ASSIGN = Permission.parse("auth.roles:assign");

  /** See API keys. */
  public static final Permission API_KEYS_READ = Permission.parse("auth.api-keys:read");

  /** Create, rotate and revoke API keys. */
  public static final Permission API_KEYS_WRITE = Permission.parse("auth.api-keys:write");

  /** See services. */
  public static final Permission SERVICES_READ = Permission.parse("auth.services:read");

  /** Create services and rotate their secrets. */
  public static final Permission SERVICES_WRITE = Permission.parse("auth.services:write");

  /** See webhook endpoints and deliveries. */
  public static final Permission WEBHOOKS_READ = Permission.parse("auth.webhooks:read");

  /** Change webhook endpoints and repeat deliveries. */
  public static final Permission WEBHOOKS_WRITE = Permission.parse("auth.webhooks:write");

  /** See the outbox. */
  public static final Permission EVENTS_READ = Permission.parse("auth.events:read");

  /** Send what waits in the outbox again. */
  public static final Permission EVENTS_WRITE = Permission.parse("auth.events:write");

  /** Search the audit trail. */
  public static final Permission AUDIT_READ = Permission.parse("auth.audit:read");

  /** Take a copy of the audit trail. */
  public static final Permission AUDIT_EXPORT = Permission.parse("auth.audit:export");

  /** See who is locked out. */
  public static final Permission LOCKS_READ = Permission.parse("auth.locks:read");

  /** Lift a lock. */
  public static final Permission LOCKS_WRITE = Permission.parse("auth.locks:write");

  /** See usage figures. */
  public static final Permission ANALYTICS_READ = Permission.parse("auth.analytics:read");

  /** See settings, routes and diagnostics. */
  public static final Permission SETTINGS_READ = Permission.parse("auth.settings:read");

  /** Send test mails. */
  public static final Permission SETTINGS_TEST = Permission.parse("auth.settings:test");

  /** See the public half of the signing keys. */
  public static final Permission KEYS_READ = Permission.parse("auth.keys:read");

  /** Rotate and disable signing keys. */
  public static final Permission KEYS_WRITE = Permission.parse("auth.keys:write");

  /** Ask what a token is good for ({@code /introspect}); for services. */
  public static final Permission TOKENS_INTROSPECT = Permission.parse("auth.tokens:introspect");

  private GatehousePermissions() {}

  /** Returns them all. */
  public static List<Permission> all() {
    return List.of(
        ADMIN_ACCESS,
        OVERVIEW_READ,
        USERS_READ,
        USERS_WRITE,
        USERS_SECURITY,
        USERS_IMPERSONATE,
        USERS_IMPORT,
        SESSIONS_READ,
        SESSIONS_WRITE,
        ROLES_READ,
        ROLES_WRITE,
        ROLES_ASSIGN,
        API_KEYS_READ,
        API_KEYS_WRITE,
        SERVICES_READ,
        SERVICES_WRITE,
        WEBHOOKS_READ,
        WEBHOOKS_WRITE,
        EVENTS_READ,
        EVENTS_WRITE,
        AUDIT_READ,
        AUDIT_EXPORT,
        LOCKS_READ,
        LOCKS_WRITE,
        ANALYTICS_READ,
        SETTINGS_READ,
        SETTINGS_TEST,
        KEYS_READ,
        KEYS_WRITE,
        TOKENS_INTROSPECT);
  }

  /** Tells whether a permission, perhaps with wildcards, is about Gatehouse itself. */
  static boolean concerns(Permission permission) {
    return permission.resource().equals("*") || permission.resource().startsWith("auth.");
  }
}

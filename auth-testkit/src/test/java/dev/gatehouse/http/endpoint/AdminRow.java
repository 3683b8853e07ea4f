package dev.gatehouse.http.endpoint;

import static dev.gatehouse.rbac.GatehousePermissions.API_KEYS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.API_KEYS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.LOCKS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.LOCKS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_ASSIGN;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_READ;
import static dev.gatehouse.rbac.GatehousePermissions.ROLES_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.SERVICES_READ;
import static dev.gatehouse.rbac.GatehousePermissions.SERVICES_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.SESSIONS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.SESSIONS_WRITE;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_READ;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_SECURITY;
import static dev.gatehouse.rbac.GatehousePermissions.USERS_WRITE;

import dev.gatehouse.rbac.Permission;
import java.util.List;
import java.util.stream.Stream;

/**
 * An endpoint of administrators, what it asks for, what it answers if all is well, and what is in the trail then.
 *
 * @param event the type of the one event; empty if it changes nothing
 * @param members what the event holds, the state before and after where there is one
 */
record AdminRow(
    String method,
    String path,
    Permission permission,
    boolean recent,
    String body,
    int success,
    String event,
    List<String> members) {
  private static final String REASON = "{\"reason\":\"because\"}";

  private static AdminRow see(String path, Permission permission) {
    return new AdminRow("GET", path, permission, false, "", 200, "", List.of());
  }

  private static AdminRow change(
      String method, String path, Permission permission, String body, int success) {
    return new AdminRow(method, path, permission, false, body, success, "", List.of());
  }

  private static AdminRow recent(
      String method, String path, Permission permission, String body, int success) {
    return new AdminRow(method, path, permission, true, body, success, "", List.of());
  }

  private AdminRow audited(String type, String... names) {
    return new AdminRow(method, path, permission, recent, body, success, type, List.of(names));
  }

  /** Returns a row for each endpoint, in the order of the table of endpoints. */
  static Stream<AdminRow> all() {
    return Stream.of(
        see("/users", USERS_READ),
        see("/users/{user}", USERS_READ),
        change("PATCH", "/users/{user}", USERS_WRITE, "{\"name\":\"S\"}", 200)
            .audited("user.profile_changed", "name", "locale.before", "locale.after"),
        change("POST", "/users/{user}/disable", USERS_WRITE, REASON, 200)
            .audited("user.status_changed", "status.before", "status", "reason"),
        change("POST", "/users/{user}/enable", USERS_WRITE, REASON, 200)
            .audited("user.status_changed", "status.before", "status", "reason"),
        change("POST", "/users/{user}/suspend", USERS_WRITE, REASON, 200)
            .audited("user.status_changed", "status.before", "status", "reason"),
        change("POST", "/users/{user}/unlock", USERS_WRITE, REASON, 200)
            .audited("user.unlocked", "before", "after", "reason"),
        change("POST", "/users/{user}/password-reset", USERS_WRITE, "", 202)
            .audited("password.reset_requested"),
        recent("POST", "/users/{user}/two-factor/reset", USERS_SECURITY, REASON, 200)
            .audited("two_factor.reset", "devices", "reason"),
        see("/locks", LOCKS_READ),
        change("DELETE", "/locks/{lock}", LOCKS_WRITE, REASON, 204)
            .audited("user.unlocked", "before", "after", "reason", "address"),
        see("/users/{user}/roles", ROLES_READ),
        recent("PUT", "/users/{user}/roles", ROLES_ASSIGN, "{\"roles\":[]}", 200)
            .audited("user.roles_changed", "before", "after", "reason"),
        recent("POST", "/users/{user}/roles", ROLES_ASSIGN, "{\"role\":\"holder\"}", 200)
            .audited("user.roles_changed", "before", "after", "reason"),
        see("/users/{user}/sessions", SESSIONS_READ),
        change("DELETE", "/users/{user}/sessions", SESSIONS_WRITE, "", 200)
            .audited("session.all_ended", "scope", "reason"),
        change("DELETE", "/users/{user}/sessions/{session}", SESSIONS_WRITE, "", 204)
            .audited("session.ended", "session", "reason"),
        see("/roles", ROLES_READ),
        see("/roles/auth-support", ROLES_READ),
        recent("PUT", "/roles/empty", ROLES_WRITE, "{\"permissions\":[]}", 201)
            .audited("role.created", "role", "before", "after"),
        recent("DELETE", "/roles/spare", ROLES_WRITE, "", 204)
            .audited("role.deleted", "role", "before", "after"),
        see("/permissions", ROLES_READ),
        see("/users/{user}/access?permission=invoices:read", ROLES_READ),
        see("/api-keys", API_KEYS_READ),
        recent("POST", "/api-keys", API_KEYS_WRITE, "{\"owner\":\"{service}\",\"name\":\"n\"}", 201)
            .audited("api_key.created", "key", "owner", "permissions", "roles", "expires_at"),
        see("/api-keys/{key}", API_KEYS_READ),
        recent("PATCH", "/api-keys/{key}", API_KEYS_WRITE, "{\"name\":\"renamed\"}", 200)
            .audited("api_key.updated", "key", "name.before", "name.after"),
        recent("DELETE", "/api-keys/{key}", API_KEYS_WRITE, "", 204)
            .audited("api_key.revoked", "key", "status.before", "status.after", "reason"),
        recent("POST", "/api-keys/{key}/rotate", API_KEYS_WRITE, "", 201)
            .audited("api_key.rotated", "key", "successor", "status.before", "status.after"),
        recent("POST", "/api-keys/{key}/disable", API_KEYS_WRITE, REASON, 200)
            .audited("api_key.updated", "key", "status.before", "status.after"),
        recent("POST", "/api-keys/{key}/enable", API_KEYS_WRITE, "", 200)
            .audited("api_key.updated", "key", "status.before", "status.after"),
        see("/api-keys/{key}/usage", API_KEYS_READ),
        see("/services", SERVICES_READ),
        recent("POST", "/services", SERVICES_WRITE, "{\"name\":\"new\",\"audiences\":[]}", 201)
            .audited("service.registered", "service", "name", "audiences.after"),
        recent("PATCH", "/services/{service}", SERVICES_WRITE, "{\"audiences\":[\"orders\"]}", 200)
            .audited("service.changed", "service", "audiences.before", "audiences.after"),
        recent("POST", "/services/{service}/rotate-secret", SERVICES_WRITE, "", 201)
            .audited("service.secret_rotated", "service", "secrets", "oldEndsAt"),
        recent("POST", "/services/{service}/end-overlap", SERVICES_WRITE, "", 200)
            .audited("service.secret_rotated", "service", "secrets"),
        recent("POST", "/services/{service}/disable", SERVICES_WRITE, "", 200)
            .audited("service.disabled", "service", "status.before", "status.after"),
        recent("POST", "/services/{service}/enable", SERVICES_WRITE, "", 200)
            .audited("service.enabled", "service", "status.before", "status.after"),
        recent("DELETE", "/services/{service}", SERVICES_WRITE, "", 204)
            .audited("service.deleted", "service", "status.before", "audiences.before"),
        see("/services/{service}/roles", ROLES_READ),
        recent("PUT", "/services/{service}/roles", ROLES_ASSIGN, "{\"roles\":[]}", 200)
            .audited("service.roles_changed", "subject", "before", "after", "reason"),
        recent("POST", "/services/{service}/roles", ROLES_ASSIGN, "{\"role\":\"holder\"}", 200)
            .audited("service.roles_changed", "before", "after", "reason"));
  }

  /** Returns the route as the table of endpoints writes it. */
  String route() {
    String template = path.replaceFirst("\\?.*", "")
        .replaceFirst("\\{(user|lock|key|service)}", "{id}")
        .replace("{session}", "{sid}")
        .replaceFirst("^/roles/.+", "/roles/{name}");
    return method + " /auth/admin/api" + template;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}

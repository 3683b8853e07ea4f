package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.rbac.Explanation;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.service.ServiceRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What administrators see. Secrets, digests and epochs are not among it. */
final class AdminViews {
  private AdminViews() {}

  static Map<String, Object> user(User user) {
    Map<String, Object> view = Views.user(user);
    view.put("statusReason", user.statusReason());
    user.statusUntil().ifPresent(end -> view.put("statusUntil", end));
    return view;
  }

  static Map<String, Object> assignment(RoleAssignment assignment) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("role", assignment.role());
    assignment.expiresAt().ifPresent(end -> view.put("expiresAt", end));
    view.put("reason", assignment.grant().reason());
    view.put(
        "grantedBy",
        Map.of(
            "kind",
            word(assignment.grantedBy().kind()),
            "id",
            assignment.grantedBy().id()));
    view.put("grantedAt", assignment.grantedAt());
    return view;
  }

  static Map<String, Object> role(Role role) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", role.name());
    view.put("description", role.definition().description());
    view.put("permissions", role.permissions());
    view.put("includes", role.includes());
    view.put("origin", word(role.origin()));
    view.put("version", role.version());
    return view;
  }

  /** Roles decide; whether the account may act at all is said beside it. */
  static Map<String, Object> access(User user, Explanation explanation) {
    List<Map<String, Object>> grants = explanation.grants().stream()
        .map(grant -> Map.<String, Object>of("roles", grant.roles(), "permission", grant.grant()))
        .toList();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("permission", explanation.permission());
    view.put("granted", explanation.isGranted());
    view.put("grants", grants);
    view.put("missing", explanation.missing());
    view.put("status", word(user.status()));
    return view;
  }

  static Map<String, Object> service(ServiceRecord service, Instant now) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", service.id());
    view.put("name", service.name());
    view.put("audiences", new TreeSet<>(service.audiences()));
    view.put("enabled", service.enabled());
    view.put("secretCreatedAt", service.secretAt());
    service
        .previous()
        .filter(old -> now.isBefore(old.endsAt()))
        .ifPresent(old -> view.put("previousSecretEndsAt", old.endsAt()));
    view.put("createdAt", service.createdAt());
    return view;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.rbac.Explanation;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** See and replace the roles of people, and find out why somebody may do something, or why not. */
final class UserRoleEndpoints {
  private static final int LONGEST_REASON = 500;

  private final Administration admin;

  UserRoleEndpoints(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    return roles(Subject.user(admin.user(exchange).id()));
  }

  /** Roles that stay keep their end and reason; new ones have no end. */
  HttpResponse replace(Exchange exchange) {
    Subject subject = Subject.user(admin.user(exchange).id());
    Members body = exchange.body();
    Set<String> roles = Set.copyOf(body.list("roles", Function.identity()));
    String reason = body.optionalLine("reason", LONGEST_REASON).orElse("");
    body.check();
    admin.assignments().replace(subject, roles, reason, exchange.actor(), exchange.client());
    return roles(subject);
  }

  private HttpResponse roles(Subject subject) {
    List<Map<String, Object>> items =
        admin.assignments().of(subject).stream().map(AdminViews::assignment).toList();
    return HttpResponse.json(200, Map.of("items", items));
  }

  HttpResponse access(Exchange exchange) {
    User user = admin.user(exchange);
    Permission permission = exchange
        .query("permission", text -> admin.access().catalogue().require(text))
        .orElseThrow(() -> new AuthException(
            ErrorCode.MALFORMED_REQUEST, "Name the permission: ?permission=resource:action."));
    Explanation explanation = admin.access().explain(Subject.user(user.id()), permission);
    return HttpResponse.json(200, AdminViews.access(user, explanation));
  }
}

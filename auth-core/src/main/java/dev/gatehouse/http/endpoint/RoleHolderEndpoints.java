package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** See and replace the roles of whoever the path names: a person or a service. */
final class RoleHolderEndpoints {
  private static final int LONGEST_REASON = 500;

  private final Administration admin;
  private final Function<Exchange, Subject> holder;

  RoleHolderEndpoints(Administration admin, Function<Exchange, Subject> holder) {
    this.admin = admin;
    this.holder = holder;
  }

  HttpResponse list(Exchange exchange) {
    return roles(holder.apply(exchange));
  }

  /** Roles that stay keep their end and reason; new ones have no end. */
  HttpResponse replace(Exchange exchange) {
    Subject subject = holder.apply(exchange);
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
}

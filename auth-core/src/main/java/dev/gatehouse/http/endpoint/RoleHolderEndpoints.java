package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.RoleSet;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** See, give and replace the roles of whoever the path names: a person or a service. */
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

  /** Roles that stay keep their end and reason; new ones end at {@code until}, or never. */
  HttpResponse replace(Exchange exchange) {
    Subject subject = holder.apply(exchange);
    Members body = exchange.body();
    Set<String> roles = Set.copyOf(body.list("roles", Function.identity()));
    RoleSet wanted = new RoleSet(subject, roles, end(body), reason(body));
    body.check();
    admin.assignments().replace(wanted, exchange.actor(), exchange.client());
    return roles(subject);
  }

  /** Gives one role and leaves the others; of one they have, end and reason are those of this call then. */
  HttpResponse assign(Exchange exchange) {
    Subject subject = holder.apply(exchange);
    Members body = exchange.body();
    String role = body.text("role");
    Optional<Instant> until = end(body);
    String reason = reason(body);
    body.check();
    RoleGrant grant = new RoleGrant(subject, role, until, reason);
    admin.assignments().assign(grant, exchange.actor(), exchange.client());
    return roles(subject);
  }

  private Optional<Instant> end(Members body) {
    Optional<Instant> until = body.instant("until");
    if (until.filter(end -> !end.isAfter(admin.clock().instant())).isPresent()) {
      body.note("until", "past", "Must be in the future.");
    }
    return until;
  }

  private static String reason(Members body) {
    return body.optionalLine("reason", LONGEST_REASON).orElse("");
  }

  private HttpResponse roles(Subject subject) {
    List<Map<String, Object>> items =
        admin.assignments().of(subject).stream().map(AdminViews::assignment).toList();
    return HttpResponse.json(200, Map.of("items", items));
  }
}

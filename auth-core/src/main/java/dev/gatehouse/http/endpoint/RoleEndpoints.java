package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.rbac.Explanation;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** See, make, change and delete roles, see what permissions there are, and find out why somebody has one, or has not. */
final class RoleEndpoints {
  private final Administration admin;

  RoleEndpoints(Administration admin) {
    this.admin = admin;
  }

  /** All roles are in memory anyway; a page begins behind the name that the cursor is. */
  HttpResponse list(Exchange exchange) {
    Paging paging = Paging.of(exchange);
    List<Role> roles = admin.roles().list().stream()
        .filter(role ->
            paging.cursor().filter(last -> role.name().compareTo(last) <= 0).isEmpty())
        .limit(paging.limit())
        .toList();
    return paging.page(roles, AdminViews::role, Role::name);
  }

  HttpResponse get(Exchange exchange) {
    return admin
        .roles()
        .find(name(exchange))
        .map(role -> answer(200, role))
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "There is no such role."));
  }

  /** With a version, replaces the role of that version; without, makes a new one. So nothing is overwritten unseen. */
  HttpResponse put(Exchange exchange) {
    Members body = exchange.body();
    Optional<Long> version = body.number("version");
    RoleDefinition definition = definition(name(exchange), body);
    return version.isPresent()
        ? answer(
            200,
            admin.roles().update(definition, version.get(), exchange.actor(), exchange.client()))
        : answer(201, admin.roles().create(definition, exchange.actor(), exchange.client()));
  }

  private static RoleDefinition definition(String name, Members body) {
    String description = body.optionalText("description").orElse("");
    Set<Permission> permissions = Set.copyOf(body.list("permissions", Permission::parse));
    Set<String> includes =
        Set.copyOf(body.optionalList("includes", Function.identity()).orElse(List.of()));
    return body.make(() -> new RoleDefinition(name, description, permissions, includes));
  }

  HttpResponse delete(Exchange exchange) {
    admin.roles().delete(name(exchange), exchange.actor(), exchange.client());
    return HttpResponse.empty(204);
  }

  HttpResponse permissions(Exchange exchange) {
    return HttpResponse.json(200, Map.of("items", admin.access().catalogue().permissions()));
  }

  private static String name(Exchange exchange) {
    return exchange.variable("name", Function.identity());
  }

  private static HttpResponse answer(int status, Role role) {
    return HttpResponse.json(status, Map.of("role", AdminViews.role(role)));
  }

  /** Why somebody may do something, or why not. */
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

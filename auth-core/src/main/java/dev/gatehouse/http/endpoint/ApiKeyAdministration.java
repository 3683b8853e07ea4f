package dev.gatehouse.http.endpoint;

import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import java.util.Optional;

/**
 * See and revoke everybody's API keys, and make and rotate those of services. Nobody gets a key that opens more than they may,
 * nor one of another person.
 */
final class ApiKeyAdministration {
  private final Administration admin;

  ApiKeyAdministration(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    Optional<Subject> owner = exchange.query("owner", KeyViews::owner);
    return ApiKeyEndpoints.page(
        exchange, owner.map(ApiKeyQuery::of).orElseGet(ApiKeyQuery::all), admin.apiKeys());
  }

  HttpResponse create(Exchange exchange) {
    Members body = exchange.body();
    Optional<Subject> owner =
        Optional.of(body.text("owner")).flatMap(id -> body.read("owner", KeyViews::owner));
    boolean detached = body.flag("detached").orElse(false);
    NewApiKey wanted = KeyBody.newKey(body).with(settings -> settings.withDetached(detached));
    return KeyViews.issued(
        admin.apiKeys().create(owner.orElseThrow(), wanted, exchange.actor(), exchange.client()));
  }

  HttpResponse rotate(Exchange exchange) {
    return ApiKeyEndpoints.rotate(
        exchange, exchange.variable("id", ApiKeyId::parse), admin.apiKeys());
  }

  /** Answers the same if it was revoked before. */
  HttpResponse revoke(Exchange exchange) {
    boolean unused = admin
        .apiKeys()
        .revoke(
            exchange.variable("id", ApiKeyId::parse),
            "revoked by an administrator",
            exchange.actor(),
            exchange.client());
    return HttpResponse.empty(204);
  }
}

package dev.gatehouse.http.endpoint;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyPage;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeyService;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.RecentLogin;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Make and keep the API keys of one's own account. A key of somebody else does not exist here. */
final class ApiKeyEndpoints {
  private final ApiKeyService keys;
  private final Duration recentLogin;
  private final InstantSource clock;

  ApiKeyEndpoints(Services services, Duration recentLogin) {
    this.keys = services.apiKeys();
    this.recentLogin = recentLogin;
    this.clock = services.clock();
  }

  HttpResponse list(Exchange exchange) {
    return page(exchange, ApiKeyQuery.of(self(exchange)), keys);
  }

  /** Answers a page of keys: {@code limit, cursor, includeRevoked}. */
  static HttpResponse page(Exchange exchange, ApiKeyQuery all, ApiKeyService keys) {
    Paging paging = Paging.of(exchange);
    ApiKeyQuery query = all.atMost(paging.limit());
    if (exchange.query("includeRevoked", ApiKeyEndpoints::flag).orElse(false)) {
      query = query.includingRevoked();
    }
    Optional<ApiKeyId> cursor = exchange.query("cursor", ApiKeyId::parse);
    ApiKeyPage found = keys.list(cursor.map(query::after).orElse(query));
    return paging.page(found.keys(), KeyViews::key, ApiKey::id);
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("true or false");
    }
    return text.equals("true");
  }

  HttpResponse create(Exchange exchange) {
    NewApiKey wanted = KeyBody.newKey(exchange.body());
    return KeyViews.issued(
        keys.create(self(exchange), wanted, exchange.actor(), exchange.client()));
  }

  HttpResponse get(Exchange exchange) {
    return HttpResponse.json(200, Map.of("key", KeyViews.key(own(exchange))));
  }

  /** A key that is to open other things than before needs a recent login, as a new one does. */
  HttpResponse change(Exchange exchange) {
    ApiKey key = own(exchange);
    Members body = exchange.body();
    KeyBody change = KeyBody.read(body);
    body.check();
    if (change.touchesRights()) {
      requireRecentLogin(exchange.user());
    }
    ApiKey changed = keys.update(key.id(), change::appliedTo, exchange.actor(), exchange.client());
    return HttpResponse.json(200, Map.of("key", KeyViews.key(changed)));
  }

  private void requireRecentLogin(UserPrincipal self) {
    if (!self.authenticatedWithin(recentLogin, clock.instant())) {
      throw RecentLogin.required(recentLogin);
    }
  }

  /** Answers the same if it was revoked before. */
  HttpResponse revoke(Exchange exchange) {
    boolean unused = keys.revoke(
        own(exchange).id(), "revoked by its owner", exchange.actor(), exchange.client());
    return HttpResponse.empty(204);
  }

  HttpResponse rotate(Exchange exchange) {
    return rotate(exchange, own(exchange).id(), keys);
  }

  static HttpResponse rotate(Exchange exchange, ApiKeyId id, ApiKeyService keys) {
    Members body = exchange.optionalBody();
    Optional<Duration> overlap = body.duration("overlap");
    body.check();
    RotatedApiKey rotated = overlap.isPresent()
        ? keys.rotate(id, overlap.get(), exchange.actor(), exchange.client())
        : keys.rotate(id, exchange.actor(), exchange.client());
    return KeyViews.rotated(rotated);
  }

  private ApiKey own(Exchange exchange) {
    ApiKeyId id = exchange.variable("id", ApiKeyId::parse);
    return keys.find(self(exchange), id)
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "You have no such key."));
  }

  private static Subject self(Exchange exchange) {
    return Subject.user(exchange.user().userId());
  }
}

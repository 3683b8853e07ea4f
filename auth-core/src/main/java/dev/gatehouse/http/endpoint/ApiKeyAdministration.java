package dev.gatehouse.http.endpoint;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.UsageCursor;
import dev.gatehouse.apikey.UsageQuery;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * See, switch off and revoke everybody's API keys, and make, change and rotate those of services. Nobody gets a key that opens
 * more than they may, nor one of another person.
 */
final class ApiKeyAdministration {
  private static final int LONGEST_REASON = 500;
  private static final Duration LONGEST_SPAN = Duration.ofDays(7);

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

  HttpResponse get(Exchange exchange) {
    return answer(found(exchange));
  }

  /** What is missing stays as it is. */
  HttpResponse change(Exchange exchange) {
    ApiKeyId id = id(exchange);
    Members body = exchange.body();
    KeyBody change = KeyBody.read(body);
    body.check();
    return answer(
        admin.apiKeys().update(id, change::appliedTo, exchange.actor(), exchange.client()));
  }

  /** Answers the same if it is switched off already. */
  HttpResponse disable(Exchange exchange) {
    ApiKeyId id = id(exchange);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    return found(exchange).status() == ApiKeyStatus.DISABLED
        ? get(exchange)
        : answer(admin.apiKeys().disable(id, reason, exchange.actor(), exchange.client()));
  }

  /** Answers the same if it is in use already. */
  HttpResponse enable(Exchange exchange) {
    return found(exchange).status() == ApiKeyStatus.ACTIVE
        ? get(exchange)
        : answer(admin.apiKeys().enable(id(exchange), exchange.actor(), exchange.client()));
  }

  /** Answers for the whole family, by hour, at most a week and by default the last day. */
  HttpResponse usage(Exchange exchange) {
    ApiKeyFamilyId family = family(exchange);
    Paging paging = Paging.of(exchange);
    Instant until = exchange.query("until", Members::moment).orElseGet(admin.clock()::instant);
    Instant from =
        exchange.query("from", Members::moment).orElseGet(() -> until.minus(Duration.ofDays(1)));
    if (from.isBefore(until.minus(LONGEST_SPAN))) {
      throw new AuthException(ErrorCode.MALFORMED_REQUEST, "At most 7 days at once.");
    }
    UsageQuery query = new UsageQuery(
        family, from, until, exchange.query("cursor", UsageCursor::parse), paging.limit());
    return paging.page(admin.apiKeyUsage().read(query), KeyViews::usage, UsageCursor::at);
  }

  /** A family outlives its keys in the trail and in its counts; there is no telling whether one that is unknown ever was. */
  private ApiKeyFamilyId family(Exchange exchange) {
    return exchange.variable(
        "id",
        id -> id.startsWith("kfm_") ? ApiKeyFamilyId.parse(id) : found(exchange).family());
  }

  private ApiKey found(Exchange exchange) {
    return admin
        .apiKeys()
        .find(id(exchange))
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "There is no such key."));
  }

  private static ApiKeyId id(Exchange exchange) {
    return exchange.variable("id", ApiKeyId::parse);
  }

  private static HttpResponse answer(ApiKey key) {
    return HttpResponse.json(200, Map.of("key", KeyViews.key(key)));
  }

  HttpResponse rotate(Exchange exchange) {
    return ApiKeyEndpoints.rotate(exchange, id(exchange), admin.apiKeys());
  }

  /** Answers the same if it was revoked before. */
  HttpResponse revoke(Exchange exchange) {
    boolean unused = admin
        .apiKeys()
        .revoke(id(exchange), "revoked by an administrator", exchange.actor(), exchange.client());
    return HttpResponse.empty(204);
  }
}

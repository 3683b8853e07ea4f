package dev.gatehouse.http.endpoint;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** See, register and change services, and change their secrets. A secret is shown by the call that makes it, and never again. */
final class ServiceEndpoints {
  private final Administration admin;

  ServiceEndpoints(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    Paging paging = Paging.of(exchange);
    Optional<ServiceId> after = exchange.query("cursor", ServiceId::parse);
    return paging.page(admin.services().list(after, paging.limit()), this::view, ServiceRecord::id);
  }

  HttpResponse register(Exchange exchange) {
    Members body = exchange.body();
    String name = body.text("name");
    Set<String> audiences = audiences(body);
    body.check();
    return issued(
        201, admin.services().register(name, audiences, exchange.actor(), exchange.client()));
  }

  HttpResponse change(Exchange exchange) {
    ServiceId id = id(exchange);
    Members body = exchange.body();
    Set<String> audiences = audiences(body);
    body.check();
    return answer(
        admin.services().changeAudiences(id, audiences, exchange.actor(), exchange.client()));
  }

  private static Set<String> audiences(Members body) {
    return Set.copyOf(body.list("audiences", Function.identity()));
  }

  /** With {@code replaceAll}, ends the other secrets and all tokens at once: for a secret that others may know. */
  HttpResponse rotateSecret(Exchange exchange) {
    ServiceId id = id(exchange);
    Members body = exchange.optionalBody();
    Optional<Duration> overlap = body.duration("overlap");
    boolean replaceAll = body.flag("replaceAll").orElse(false);
    if (replaceAll && overlap.isPresent()) {
      body.note("overlap", "not_together", "What is replaced at once has no overlap.");
    }
    body.check();
    return issued(201, replaceAll ? replaced(exchange, id) : rotated(exchange, id, overlap));
  }

  private IssuedSecret replaced(Exchange exchange, ServiceId id) {
    return admin.services().replaceSecrets(id, exchange.actor(), exchange.client());
  }

  private IssuedSecret rotated(Exchange exchange, ServiceId id, Optional<Duration> overlap) {
    return overlap.isPresent()
        ? admin.services().rotateSecret(id, overlap.get(), exchange.actor(), exchange.client())
        : admin.services().rotateSecret(id, exchange.actor(), exchange.client());
  }

  /** Answers the same if one secret was live. */
  HttpResponse endOverlap(Exchange exchange) {
    ServiceId id = id(exchange);
    boolean unused = admin.services().endOverlap(id, exchange.actor(), exchange.client());
    return answer(find(id));
  }

  HttpResponse delete(Exchange exchange) {
    if (!admin.services().delete(id(exchange), exchange.actor(), exchange.client())) {
      throw gone();
    }
    return HttpResponse.empty(204);
  }

  /**
   * Returns the service that the path names, as a holder of roles.
   *
   * @throws AuthException {@code not_found}
   */
  Subject subject(Exchange exchange) {
    return Subject.service(find(id(exchange)).id());
  }

  /** Answers the same if it was disabled before. */
  HttpResponse disable(Exchange exchange) {
    ServiceId id = id(exchange);
    boolean unused = admin.services().disable(id, exchange.actor(), exchange.client());
    return answer(find(id));
  }

  /** Answers the same if it was enabled before. */
  HttpResponse enable(Exchange exchange) {
    ServiceId id = id(exchange);
    boolean unused = admin.services().enable(id, exchange.actor(), exchange.client());
    return answer(find(id));
  }

  private ServiceRecord find(ServiceId id) {
    return admin.services().find(id).orElseThrow(ServiceEndpoints::gone);
  }

  private static AuthException gone() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such service.");
  }

  private static ServiceId id(Exchange exchange) {
    return exchange.variable("id", ServiceId::parse);
  }

  private Map<String, Object> view(ServiceRecord service) {
    return AdminViews.service(service, admin.clock().instant());
  }

  private HttpResponse answer(ServiceRecord service) {
    return HttpResponse.json(200, Map.of("service", view(service)));
  }

  private HttpResponse issued(int status, IssuedSecret issued) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("service", view(issued.service()));
    answer.put("secret", issued.secret().reveal());
    return HttpResponse.json(status, answer);
  }
}

package dev.gatehouse.examples.services;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Json;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.service.client.RemoteServiceAuthenticator;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.storage.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The service that is called. It shares neither database nor secret with anybody: it verifies the tokens of its callers by
 * the published keys of their issuer.
 */
final class Orders implements AutoCloseable {
  /** The name under which it takes tokens in. */
  static final String AUDIENCE = "orders";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final RemoteServiceAuthenticator callers;

  private record Answer(int status, Map<String, ?> body) {}

  private Orders(HttpServer server, RemoteServiceAuthenticator callers) {
    this.server = server;
    this.callers = callers;
  }

  /** Starts the service on this machine only. */
  static Orders start(int port, String issuer) throws IOException {
    RemoteServiceAuthenticator callers = new RemoteServiceAuthenticator(
        issuer,
        AUDIENCE,
        URI.create(issuer + "/auth/.well-known/jwks.json"),
        InstantSource.system());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Orders orders = new Orders(server, callers);
    server.setExecutor(orders.threads);
    server.createContext("/", orders::handle);
    server.start();
    return orders;
  }

  /** Runs as a process of its own: port and issuer. Ends with the process that started it. */
  public static void main(String[] arguments) throws IOException {
    Orders orders = start(Integer.parseInt(arguments[0]), arguments[1]);
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(orders::close).join());
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer = answer(exchange);
    } catch (StoreException keysOutOfReach) {
      answer = new Answer(503, Map.of("error", "the issuer's keys cannot be fetched"));
    }
    if (answer.status() == 401) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
    byte[] body = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Answer answer(HttpExchange exchange) {
    Authentication caller = callers.authenticate(bearer(exchange));
    if (!(caller instanceof AuthenticatedService known)) {
      return new Answer(401, Map.of("error", "a token of a service, for " + AUDIENCE));
    }
    ServicePrincipal service = known.principal();
    return switch (exchange.getRequestURI().getPath()) {
      case "/stock" -> stock(service);
      case "/orders" -> ordersOf(service);
      default -> new Answer(404, Map.of("error", "there is nothing here"));
    };
  }

  /** Stock is for services themselves: no person needs to be behind the question. */
  private static Answer stock(ServicePrincipal service) {
    return service.onBehalfOf().isEmpty()
        ? new Answer(200, Map.of("askedBy", service.name(), "lamps", 17))
        : new Answer(403, Map.of("error", "not on behalf of anybody"));
  }

  /** Orders belong to a person, and are shown to whoever acts on behalf of that person. */
  private static Answer ordersOf(ServicePrincipal service) {
    return service
        .onBehalfOf()
        .map(person -> new Answer(
            200,
            Map.of(
                "askedBy", service.name(),
                "onBehalfOf", person,
                "orders", List.of("a lamp"))))
        .orElseGet(() -> new Answer(403, Map.of("error", "only on behalf of somebody")));
  }

  private static Secret bearer(HttpExchange exchange) {
    String field = exchange.getRequestHeaders().getFirst("Authorization");
    boolean bearer = field != null && field.startsWith("Bearer ");
    return Secret.of(bearer ? field.substring("Bearer ".length()) : "");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Json;
import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A whole Gatehouse in a container, spoken to in JSON. As an extension of a test it ends with the test. */
final class Site implements AutoCloseable, AfterEachCallback {
  static final String PASSWORD = "correct horse battery";
  static final String OWN_PAGE = "Origin: https://app.example.com";

  final TestGatehouse gatehouse;
  private final Running running;

  private Site(TestGatehouse gatehouse, Running running) {
    this.gatehouse = gatehouse;
    this.running = running;
  }

  static Site start() {
    return start(builder -> builder);
  }

  static Site start(UnaryOperator<GatehouseBuilder> settings) {
    TestGatehouse gatehouse = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> settings.apply(builder).routes(routes -> routes.authenticated("/account/**")));
    try {
      return new Site(
          gatehouse,
          Container.JETTY.start(
              "", GatehouseServlet.initializer(gatehouse.gatehouse().http())));
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not start", e);
    }
  }

  Reply post(String path, Map<String, ?> body, String... headers) throws IOException {
    return RawHttp.post(running.port(), "/auth" + path, "application/json", ascii(body), headers);
  }

  Reply form(String path, String form) throws IOException {
    return RawHttp.post(running.port(), "/auth" + path, "application/x-www-form-urlencoded", form);
  }

  /** Sends these very characters. */
  Reply raw(String request) throws IOException {
    return RawHttp.send(running.port(), request);
  }

  Reply send(String method, String path, String... headers) throws IOException {
    return RawHttp.request(running.port(), method, "/auth" + path, headers);
  }

  Reply patch(String path, Map<String, ?> body, String... headers) throws IOException {
    String text = ascii(body);
    return RawHttp.send(
        running.port(),
        "PATCH /auth" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\nContent-Type: application/json\r\nContent-Length: " + text.length()
            + "\r\n\r\n" + text);
  }

  Reply host(String path, String... headers) throws IOException {
    return RawHttp.get(running.port(), path, headers);
  }

  /** Registers and proves an address. */
  void verified(String email) {
    gatehouse.verified(email, Secret.of(PASSWORD));
  }

  /** Logs in and returns the tokens. */
  Map<?, ?> login(String email) throws IOException {
    Reply reply = post("/login", Map.of("login", email, "password", PASSWORD));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return (Map<?, ?>) json(reply).get("tokens");
  }

  /** Returns the header that presents an access token. */
  static String bearer(Map<?, ?> tokens) {
    return "Authorization: Bearer " + tokens.get("accessToken");
  }

  /** Logs in with cookies and returns the header that a browser would send. */
  String cookies(String email) throws IOException {
    Reply reply = post(
        "/login", Map.of("login", email, "password", PASSWORD, "delivery", "cookie"), OWN_PAGE);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return cookieHeader(reply);
  }

  static String cookieHeader(Reply reply) {
    List<String> pairs =
        reply.values("Set-Cookie").stream().map(value -> value.split(";", 2)[0]).toList();
    return "Cookie: " + String.join("; ", pairs);
  }

  static Map<String, Object> json(Reply reply) {
    return Json.read(reply.body().getBytes(StandardCharsets.UTF_8));
  }

  static void assertProblemFree(Reply reply, int status) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.values("Cache-Control")).containsExactly("no-store");
  }

  static void assertProblem(Reply reply, int status, String code) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.values("Content-Type")).containsExactly("application/problem+json");
    assertThat(json(reply)).containsEntry("code", code).containsEntry("status", (long) status);
  }

  private static String ascii(Map<String, ?> body) {
    return new String(
        Json.write(body).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    running.close();
    gatehouse.close();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }
}

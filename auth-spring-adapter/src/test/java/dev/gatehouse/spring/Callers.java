package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;

/** What every application that lets the gate decide owes to every kind of caller. */
final class Callers {
  private Callers() {}

  static void probe(HostApp app) throws Exception {
    anonymous(app);
    String plain = app.user("plain@example.org");
    String accountant = app.userWith("accountant", "ada@example.org");
    people(app, plain, accountant);
    programs(app);
    dispatches(app, accountant);
  }

  static void anonymous(HostApp app) throws Exception {
    for (String path : new String[] {"/hello", "/invoices", "/nothing", "/boom", "/error"}) {
      HttpResponse<String> refused = app.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
          .as(path)
          .startsWith("Bearer ");
      assertThat(refused.body()).as(path).contains("authentication_required");
    }
    assertThat(app.get("/hello", "not.a.token").statusCode()).isEqualTo(401);
    assertThat(app.get("/auth/.well-known/jwks.json").statusCode()).isEqualTo(200);
    assertThat(app.send(
                "POST", "/auth/login", Map.of("Content-Type", "application/json"), "{\"login\":1}")
            .statusCode())
        .isIn(400, 422);
  }

  static void people(HostApp app, String plain, String accountant) throws Exception {
    assertThat(app.get("/hello", plain).body()).isEqualTo("hello");
    assertThat(app.get("/mine", plain).body()).isEqualTo("mine");
    assertThat(app.get("/who", plain).body()).isEqualTo("USER true 127.0.0.1 true true false");
    assertThat(app.get("/who", accountant).body()).isEqualTo("USER true 127.0.0.1 true true true");
    assertThat(app.get("/person", accountant).body()).startsWith("usr_");
    HttpResponse<String> refused = app.get("/invoices", plain);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("permission_denied").contains("invoices:read");
    assertThat(refused.headers().allValues("X-Request-Id")).hasSize(1);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope");
    assertThat(app.get("/ledger", plain).statusCode()).isEqualTo(403);
    assertThat(app.get("/ledger/close", plain).body()).contains("role_required");
    assertThat(app.get("/invoices", accountant).body()).isEqualTo("invoices");
    assertThat(app.get("/ledger", accountant).body()).isEqualTo("read");
    assertThat(app.get("/ledger/close", accountant).body()).isEqualTo("closed");
    assertThat(app.deniedAt())
        .anyMatch(record -> record.contains("Pages.invoices()"))
        .anyMatch(record -> record.contains("Ledger.read()"));
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + accountant, "Content-Type", "application/json");
    assertThat(app.send("POST", "/invoices", headers, "no number").statusCode())
        .as("the right is judged before the body")
        .isEqualTo(403);
    assertThat(app.send("POST", "/notes", headers, "note").body()).isEqualTo("note");
  }

  static void programs(HostApp app) throws Exception {
    String key = app.keyOf("ada@example.org", "invoices:read");
    assertThat(app.get("/who", key).body()).startsWith("API_KEY false 127.0.0.1 true true");
    assertThat(app.get("/invoices", key).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = app.get("/person", key);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("permission_denied");
    assertThat(app.get("/danger", key).statusCode()).isEqualTo(403);
    String service = app.service("reports");
    assertThat(app.get("/who", service).body())
        .isEqualTo("SERVICE false 127.0.0.1 true true false");
    assertThat(app.get("/invoices", service).statusCode()).isEqualTo(403);
  }

  static void dispatches(HostApp app, String accountant) throws Exception {
    String who = app.get("/person", accountant).body();
    assertThat(app.get("/stream", accountant).body()).isEqualTo("stream of " + who);
    assertThat(app.get("/deferred", accountant).body()).isEqualTo("deferred to " + who);
    assertThat(app.get("/callable", accountant).body()).isEqualTo("callable read");
    assertThat(app.get("/sse", accountant).body()).contains("event for " + who);
    assertThat(app.get("/nothing", accountant).statusCode()).isEqualTo(404);
    assertThat(app.get("/boom", accountant).statusCode()).isEqualTo(500);
  }
}

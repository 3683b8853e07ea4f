package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Applications whose own chain decides, with one line in it. */
final class OwnChainTest {
  @Test
  void theChainDecidesAndKnowsEveryKindOfCaller() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, Chains.Own.class)) {
      assertThat(app.get("/public/hello").body()).isEqualTo("open");
      Callers.anonymous(app);
      String plain = app.user("plain@example.org");
      String accountant = app.userWith("accountant", "ada@example.org");
      assertThat(app.get("/hello", plain).body()).isEqualTo("hello");
      assertThat(app.get("/ledger", plain).statusCode()).isEqualTo(403);
      assertThat(app.get("/ledger", plain).body()).contains("permission_denied");
      assertThat(app.get("/ledger/close", plain).statusCode()).isEqualTo(403);
      assertThat(app.get("/strong", accountant).statusCode()).isEqualTo(403);
      assertThat(app.get("/ledger", accountant).body()).isEqualTo("read");
      assertThat(app.get("/ledger/close", accountant).body()).isEqualTo("closed");
      assertThat(app.get("/who", accountant).body())
          .isEqualTo("USER true 127.0.0.1 true true true");
      assertThat(app.get("/invoices", plain).statusCode()).isEqualTo(403);
      Callers.programs(app);
      Callers.dispatches(app, accountant);
    }
  }

  @Test
  void aChainWithCsrfKeepsItAndOurEndpointsNeverMeetIt() throws Exception {
    try (HostApp app = HostApp.inMemory(Pages.class, Pages.Ledger.class, Chains.WithCsrf.class)) {
      String ada = app.user("ada@example.org");
      Map<String, String> json =
          Map.of("Authorization", "Bearer " + ada, "Content-Type", "application/json");
      assertThat(app.send("POST", "/notes", json, "note").statusCode()).isEqualTo(403);
      assertThat(app.send("POST", "/notes", json, "note").body())
          .contains("cross_site_request_blocked");
      assertThat(app.send(
                  "POST",
                  "/auth/login",
                  Map.of("Content-Type", "application/json"),
                  "{\"login\":\"ada@example.org\",\"password\":\"a heron at the mill pond\"}")
              .statusCode())
          .isEqualTo(200);
      assertThat(app.get("/hello", ada).body()).isEqualTo("hello");
      assertThat(app.get("/hello").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void anApplicationWhereNobodyWouldDecideDoesNotStart() {
    for (Class<?> chain : new Class<?>[] {Chains.Unaware.class, Chains.OnlyActuator.class}) {
      assertThatThrownBy(
              () -> HostApp.inMemory(Pages.class, Pages.Ledger.class, chain).close())
          .as(chain.getSimpleName())
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("nobody would decide");
    }
  }

  @Test
  void withRulesTheGateDecidesWhateverTheChainPermits() throws Exception {
    for (Class<?> chain : new Class<?>[] {Chains.Unaware.class, Chains.OnlyActuator.class}) {
      try (HostApp app =
          HostApp.inMemory(Pages.class, Pages.Ledger.class, chain, Chains.Ruled.class)) {
        Callers.anonymous(app);
        assertThat(app.get("/hello", app.user("ada@example.org")).body()).isEqualTo("hello");
      }
    }
  }
}

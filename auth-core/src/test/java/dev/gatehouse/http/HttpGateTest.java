package dev.gatehouse.http;

import static dev.gatehouse.http.TestGate.ADA;
import static dev.gatehouse.http.TestGate.bearer;
import static dev.gatehouse.http.TestGate.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.event.EventType;
import dev.gatehouse.http.GateResult.Proceed;
import dev.gatehouse.principal.AnonymousPrincipal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes, and who is let through to them. */
final class HttpGateTest {
  private final TestGate gate = new TestGate();

  @Test
  void letsEverybodyIntoAnOpenRoute() {
    assertThat(gate.proceed(FakeRequest.get("/public/x")).principal().isAuthenticated())
        .isFalse();
  }

  @Test
  void tellsTheHostWhoAsks() {
    Proceed proceed = gate.proceed(
        bearer(FakeRequest.get("/account/x"), "good.x.y").header("X-Request-Id", "abc"));
    assertThat(proceed.principal()).isEqualTo(ADA);
    assertThat(proceed.client().address()).isEqualTo("192.0.2.1");
    assertThat(proceed.headers()).contains(new Header("X-Request-Id", "abc"));
  }

  @ParameterizedTest
  @DisplayName("PATH-19 refuses a route without a rule, whoever asks")
  @CsvSource({"/other", "/admin", "/account2", "/fresh/x", "/Account/x", "/public.css"})
  void refusesARouteWithoutARule(String path) {
    gate.assertProblem(FakeRequest.get(path), 401, "authentication_required");
    gate.assertProblem(bearer(FakeRequest.get(path), "good.x.y"), 403, "permission_denied");
    assertThat(gate.denials).singleElement().satisfies(denial -> {
      assertThat(denial.type()).isEqualTo(EventType.ACCESS_DENIED);
      assertThat(denial.subject()).contains(ADA.userId());
    });
  }

  @Test
  void opensARouteToWhoeverHoldsItsPermission() {
    gate.assertProblem(FakeRequest.get("/invoices/7"), 401, "authentication_required");
    gate.assertProblem(
        bearer(FakeRequest.get("/invoices/7"), "good.x.y"), 403, "permission_denied");
    assertThat(text(gate.answer(bearer(FakeRequest.get("/invoices/7"), "good.x.y"))))
        .contains("\"missing\":[\"invoices:read\"]");
    assertThat(text(gate.answer(FakeRequest.get("/invoices/7")))).doesNotContain("invoices:read");
    gate.held.add("invoices:read");
    assertThat(gate.proceed(bearer(FakeRequest.get("/invoices/7"), "good.x.y")).principal())
        .isEqualTo(ADA);
  }

  @Test
  @DisplayName("HTTP-04 challenges for a scope where a right is missing, and nowhere else")
  void challengesForAMissingRight() {
    for (String lacking : List.of("/invoices/7", "/desk")) {
      assertThat(
              gate.answer(bearer(FakeRequest.get(lacking), "good.x.y")).header("WWW-Authenticate"))
          .contains("Bearer realm=\"app.example.com\", error=\"insufficient_scope\"");
    }
    for (String shut : List.of("/other", "/internal/x")) {
      assertThat(gate.answer(bearer(FakeRequest.get(shut), "good.x.y")).header("WWW-Authenticate"))
          .isEmpty();
    }
  }

  @Test
  void explainsConditionByConditionWhySomebodyIsTurnedAway() {
    AccessTrace invoices = gate.http().explain("GET", "/invoices/7", ADA);
    assertThat(invoices.toString()).isEqualTo("""
            * /invoices/**
              invoices:read: permission_denied, This needs the permission invoices:read.""");
    assertThat(invoices.isAdmitted()).isFalse();
    gate.held.add("invoices:read");
    assertThat(gate.http().explain("GET", "/invoices/7", ADA).isAdmitted()).isTrue();
    assertThat(gate.http().explain("GET", "/fresher", ADA).checks())
        .extracting(AccessTrace.Check::isMet)
        .containsExactly(true, false);
    assertThat(gate.http().explain("POST", "/other", ADA).route()).isEqualTo("no rule");
    assertThat(gate.http().explain("GET", "/public/x", new AnonymousPrincipal()).isAdmitted())
        .isTrue();
    assertThat(gate.http().explain("GET", "/auth/me", new AnonymousPrincipal()).isAdmitted())
        .isFalse();
    assertThat(gate.denials).isEmpty();
  }

  @Test
  void opensARouteToWhoeverHasItsRole() {
    gate.assertProblem(FakeRequest.get("/desk"), 401, "authentication_required");
    gate.assertProblem(bearer(FakeRequest.get("/desk"), "good.x.y"), 403, "role_required");
    gate.held.add("role clerk");
    assertThat(gate.proceed(bearer(FakeRequest.get("/desk"), "good.x.y")).principal())
        .isEqualTo(ADA);
  }

  @Test
  void opensARouteToOneKindOfCaller() {
    gate.assertProblem(FakeRequest.get("/internal/x"), 401, "authentication_required");
    gate.assertProblem(
        bearer(FakeRequest.get("/internal/x"), "good.x.y"), 403, "permission_denied");
  }

  @Test
  void aRuleAboutAPermissionThatNobodyDeclaredIsRefusedAtTheStart() {
    RouteRules typo =
        RouteRules.builder().permission("invoces:read", "/invoices/**").build();
    assertThatThrownBy(() -> gate.with(typo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invoces:read");
  }

  @Test
  void showsWhoMayAskForWhat() {
    assertThat(gate.http().matrix().text()).isEqualTo("""
        | route | anonymous | user | api_key | service |
        |---|---|---|---|---|
        | POST /auth/login | yes | yes | yes | yes |
        | GET /auth/me | - | yes | yes | yes |
        | DELETE /auth/me | - | yes | yes | yes |
        | POST /auth/token | a service's credentials | a service's credentials | a service's credentials | a service's credentials |
        | GET /auth/broken | yes | yes | yes | yes |
        | * / | yes | yes | yes | yes |
        | * /public/** | yes | yes | yes | yes |
        | * /account/** | - | yes | yes | yes |
        | * /fresh | - | login within PT5M | - | - |
        | * /fresher | - | login within PT4M59S | - | - |
        | * /invoices/** | - | invoices:read | invoices:read | invoices:read |
        | * /desk | - | role clerk | role clerk | role clerk |
        | * /internal/** | - | - | - | yes |
        | everything else | - | - | - | - |
        """);
  }

  @Test
  void reportsTheRulesOfTheHostAtTheStart() {
    assertThat(gate.http().matrix().report()).isEqualTo("""
        the endpoints of Gatehouse, and of the application, in this order:
          * /: everybody
          * /public/**: everybody
          * /account/**: signed in
          * /fresh: signed in, login within PT5M
          * /fresher: signed in, login within PT4M59S
          * /invoices/**: invoices:read
          * /desk: role clerk
          * /internal/**: only service
          everything else: nobody""");
  }

  @Test
  @DisplayName("PATH-04 refuses an ambiguous path before any rule, also an open one")
  void refusesAnAmbiguousPathBeforeAnyRule() {
    gate.assertProblem(FakeRequest.get("/public/x").raw("/public;/x"), 400, "ambiguous_path");
    gate.assertProblem(FakeRequest.get("/auth/me").raw("//auth/me"), 400, "ambiguous_path");
  }

  @Test
  @DisplayName("PATH-13 takes no path from a header")
  void takesNoPathFromAHeader() {
    FakeRequest request = FakeRequest.get("/account/x");
    for (String name :
        List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-HTTP-DestinationURL")) {
      request.header(name, "/public/x");
    }
    gate.assertProblem(request, 401, "authentication_required");
  }

  @Test
  void asksForARecentLoginAsRfc9470Says() {
    assertThat(gate.proceed(bearer(FakeRequest.get("/fresh"), "good.x.y")).principal())
        .isEqualTo(ADA);
    gate.assertChallenge(
        bearer(FakeRequest.get("/fresher"), "good.x.y"),
        "Bearer realm=\"app.example.com\", error=\"insufficient_user_authentication\", max_age=299");
    gate.assertProblem(FakeRequest.get("/fresher"), 401, "authentication_required");
  }

  @Test
  @DisplayName("HTTP-18 never shows the text of an exception, whatever the client accepts")
  void neverShowsTheTextOfAnException() {
    HttpResponse response = gate.answer(FakeRequest.get("/auth/broken")
        .header("Accept", "text/html")
        .header("X-Request-Id", "r-1"));
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.header("Content-Type")).contains("application/problem+json");
    assertThat(response.header("Cache-Control")).contains("no-store");
    assertThat(text(response))
        .contains(
            "\"type\":\"https://gatehouse.dev/errors/internal_error\"", "\"requestId\":\"r-1\"")
        .doesNotContain("hunter2")
        .doesNotContain("IllegalState");
  }

  @Test
  void knowsNothingElseBelowItsOwnPath() {
    gate.assertProblem(FakeRequest.get("/auth"), 404, "not_found");
    gate.assertProblem(FakeRequest.get("/auth/nothing"), 404, "not_found");
    gate.assertProblem(FakeRequest.of("OPTIONS", "/auth/nothing"), 404, "not_found");
  }

  @Test
  @DisplayName("PATH-18 refuses a rule where the endpoints are")
  void refusesARuleWhereTheEndpointsAre() {
    assertThatThrownBy(
            () -> gate.with(RouteRules.builder().permitAll("/auth/login").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belong to Gatehouse");
  }
}

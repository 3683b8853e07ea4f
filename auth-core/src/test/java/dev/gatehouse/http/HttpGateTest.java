package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.GateResult.Proceed;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.storage.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpGateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final UserPrincipal ADA = new UserPrincipal(
      new UserId(new UUID(0, 1)),
      new SessionId(new UUID(0, 2)),
      Set.of("pwd"),
      NOW.minusSeconds(300));
  private static final String ACCESS = "__Host-gatehouse_access=good.x.y";

  private final List<EventDraft> denials = new ArrayList<>();
  private final HttpSettings settings = HttpSettings.of(URI.create("https://app.example.com"))
      .withTrustedOrigins(List.of("https://spa.example.org"));
  private final RouteRules rules = RouteRules.builder()
      .permitAll("/", "/public/**")
      .authenticated("/account/**")
      .recentLogin(Duration.ofMinutes(5), "/fresh")
      .recentLogin(Duration.ofSeconds(299), "/fresher")
      .permission("invoices:read", "/invoices/**")
      .role("clerk", "/desk")
      .only(Principal.Kind.SERVICE, "/internal/**")
      .build();
  private final List<Endpoint> endpoints = List.of(
      new Endpoint(Route.of("POST", "/auth/login"), List.of(), e -> {
        e.body().check();
        return HttpResponse.empty(204);
      }),
      new Endpoint(
          Route.of("GET", "/auth/me"),
          List.of(new Authenticated()),
          e -> HttpResponse.json(200, Map.of("name", e.user().getName()))),
      new Endpoint(
          Route.of("DELETE", "/auth/me"),
          List.of(new Authenticated()),
          e -> HttpResponse.empty(204)),
      Endpoint.forClients(Route.of("POST", "/auth/token"), e -> HttpResponse.empty(204)),
      new Endpoint(Route.of("GET", "/auth/broken"), List.of(), e -> {
        throw new IllegalStateException("the password is hunter2");
      }));
  private final Set<String> held = new HashSet<>();
  private final Rights rights = new Rights() {
    @Override
    public boolean allows(Principal caller, Permission permission) {
      return held.contains(permission.text());
    }

    @Override
    public boolean hasRole(Principal caller, String role) {
      return held.contains("role " + role);
    }
  };
  private final HttpGate gate = gate(rules);

  private void requireDeclared(Permission permission) {
    if (!permission.resource().equals("invoices")) {
      throw new IllegalArgumentException("nobody declared the permission " + permission);
    }
  }

  private HttpGate gate(RouteRules chosen) {
    GateContext context = new GateContext(
        new Guard(rights, () -> NOW, this::requireDeclared),
        HttpGateTest::verify,
        new Ids(() -> NOW, RandomSource.secure()),
        denials::add);
    return new HttpGate(settings, chosen, endpoints, HttpGateTest::authenticate, context);
  }

  private static Verification verify(Secret key, KeyUse use) {
    return new Verification.Refused(
        KeyRefusal.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Authentication authenticate(Secret token) {
    return switch (token.reveal()) {
      case "good.x.y" -> new Authentication.Authenticated(ADA);
      case "down.x.y" -> throw new StoreException("find session");
      case "ended.x.y" ->
        new Authentication.Refused(ErrorCode.SESSION_ENDED, Optional.of(EndReason.SIGNED_OUT));
      case "old.x.y" ->
        new Authentication.Refused(ErrorCode.ACCESS_TOKEN_EXPIRED, Optional.empty());
      default -> new Authentication.Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty());
    };
  }

  @Test
  void letsEverybodyIntoAnOpenRoute() {
    assertThat(proceed(FakeRequest.get("/public/x")).principal().isAuthenticated())
        .isFalse();
  }

  @Test
  void tellsTheHostWhoAsks() {
    Proceed proceed =
        proceed(bearer(FakeRequest.get("/account/x"), "good.x.y").header("X-Request-Id", "abc"));
    assertThat(proceed.principal()).isEqualTo(ADA);
    assertThat(proceed.client().address()).isEqualTo("192.0.2.1");
    assertThat(proceed.headers()).contains(new Header("X-Request-Id", "abc"));
  }

  @ParameterizedTest
  @DisplayName("PATH-19 refuses a route without a rule, whoever asks")
  @CsvSource({"/other", "/admin", "/account2", "/fresh/x", "/Account/x", "/public.css"})
  void refusesARouteWithoutARule(String path) {
    assertProblem(FakeRequest.get(path), 401, "authentication_required");
    assertProblem(bearer(FakeRequest.get(path), "good.x.y"), 403, "permission_denied");
    assertThat(denials).singleElement().satisfies(denial -> {
      assertThat(denial.type()).isEqualTo(EventType.ACCESS_DENIED);
      assertThat(denial.subject()).contains(ADA.userId());
    });
  }

  @Test
  void opensARouteToWhoeverHoldsItsPermission() {
    assertProblem(FakeRequest.get("/invoices/7"), 401, "authentication_required");
    assertProblem(bearer(FakeRequest.get("/invoices/7"), "good.x.y"), 403, "permission_denied");
    assertThat(text(answer(bearer(FakeRequest.get("/invoices/7"), "good.x.y"))))
        .contains("\"missing\":[\"invoices:read\"]");
    assertThat(text(answer(FakeRequest.get("/invoices/7")))).doesNotContain("invoices:read");
    held.add("invoices:read");
    assertThat(proceed(bearer(FakeRequest.get("/invoices/7"), "good.x.y")).principal())
        .isEqualTo(ADA);
  }

  @Test
  @DisplayName("HTTP-04 challenges for a scope where a right is missing, and nowhere else")
  void challengesForAMissingRight() {
    for (String lacking : List.of("/invoices/7", "/desk")) {
      assertThat(answer(bearer(FakeRequest.get(lacking), "good.x.y")).header("WWW-Authenticate"))
          .contains("Bearer realm=\"app.example.com\", error=\"insufficient_scope\"");
    }
    for (String shut : List.of("/other", "/internal/x")) {
      assertThat(answer(bearer(FakeRequest.get(shut), "good.x.y")).header("WWW-Authenticate"))
          .isEmpty();
    }
  }

  @Test
  void explainsConditionByConditionWhySomebodyIsTurnedAway() {
    AccessTrace invoices = gate.explain("GET", "/invoices/7", ADA);
    assertThat(invoices.toString()).isEqualTo("""
            * /invoices/**
              invoices:read: permission_denied, This needs the permission invoices:read.""");
    assertThat(invoices.isAdmitted()).isFalse();
    held.add("invoices:read");
    assertThat(gate.explain("GET", "/invoices/7", ADA).isAdmitted()).isTrue();
    assertThat(gate.explain("GET", "/fresher", ADA).checks())
        .extracting(AccessTrace.Check::isMet)
        .containsExactly(true, false);
    assertThat(gate.explain("POST", "/other", ADA).route()).isEqualTo("no rule");
    assertThat(gate.explain("GET", "/public/x", new AnonymousPrincipal()).isAdmitted())
        .isTrue();
    assertThat(gate.explain("GET", "/auth/me", new AnonymousPrincipal()).isAdmitted())
        .isFalse();
    assertThat(denials).isEmpty();
  }

  @Test
  void opensARouteToWhoeverHasItsRole() {
    assertProblem(FakeRequest.get("/desk"), 401, "authentication_required");
    assertProblem(bearer(FakeRequest.get("/desk"), "good.x.y"), 403, "role_required");
    held.add("role clerk");
    assertThat(proceed(bearer(FakeRequest.get("/desk"), "good.x.y")).principal())
        .isEqualTo(ADA);
  }

  @Test
  @DisplayName(
      "KEY-04 takes an API key from its header or as a bearer, and refuses one that is none")
  void takesAnApiKeyFromAHeader() {
    FakeRequest header = FakeRequest.get("/account").header("X-Api-Key", "acme_live_x");
    assertProblem(header, 401, "invalid_api_key");
    assertProblem(bearer(FakeRequest.get("/account"), "acme_live_x"), 401, "invalid_api_key");
    assertProblem(bearer(header, "good.x.y"), 400, "malformed_request");
    assertProblem(
        FakeRequest.get("/account").header("X-Api-Key", "a").header("X-Api-Key", "b"),
        400,
        "malformed_request");
    assertThat(proceed(FakeRequest.get("/public/x").header("X-Api-Key", "junk"))
            .principal()
            .isAuthenticated())
        .isFalse();
  }

  @Test
  void opensARouteToOneKindOfCaller() {
    assertProblem(FakeRequest.get("/internal/x"), 401, "authentication_required");
    assertProblem(bearer(FakeRequest.get("/internal/x"), "good.x.y"), 403, "permission_denied");
  }

  @Test
  void aRuleAboutAPermissionThatNobodyDeclaredIsRefusedAtTheStart() {
    RouteRules typo =
        RouteRules.builder().permission("invoces:read", "/invoices/**").build();
    assertThatThrownBy(() -> gate(typo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invoces:read");
  }

  @Test
  void showsWhoMayAskForWhat() {
    assertThat(gate.matrix().text()).isEqualTo("""
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
    assertThat(gate.matrix().report()).isEqualTo("""
        5 endpoints of Gatehouse, and of the application, in this order:
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
    assertProblem(FakeRequest.get("/public/x").raw("/public;/x"), 400, "ambiguous_path");
    assertProblem(FakeRequest.get("/auth/me").raw("//auth/me"), 400, "ambiguous_path");
  }

  @Test
  @DisplayName("PATH-13 takes no path from a header")
  void takesNoPathFromAHeader() {
    FakeRequest request = FakeRequest.get("/account/x");
    for (String name :
        List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-HTTP-DestinationURL")) {
      request.header(name, "/public/x");
    }
    assertProblem(request, 401, "authentication_required");
  }

  @ParameterizedTest
  @DisplayName("HTTP-02 takes the scheme in any case and any number of blanks")
  @ValueSource(
      strings = {"Bearer good.x.y", "bearer good.x.y", "BEARER good.x.y", "Bearer   good.x.y"})
  void takesTheScheme(String value) {
    assertThat(
            proceed(FakeRequest.get("/account").header("Authorization", value)).principal())
        .isEqualTo(ADA);
  }

  @ParameterizedTest
  @DisplayName("HTTP-01 HTTP-02 HTTP-05 refuses every other form of the header")
  @ValueSource(
      strings = {
        "Bearer", "Bearer ", "Bearergood", "Bearer good, Bearer good.x.y", "Bearer good good",
            "Bearer good ", "Bearer gööd", "good.x.y",
        "Basic Z29vZDo=", "Bearer good=x", "Bearer %zz", "Bearer %u0061", "", "Bearer,good",
            "Bearer:good", "Digest good"
      })
  void refusesOtherForms(String value) {
    HttpResponse response = answer(FakeRequest.get("/account").header("Authorization", value));
    assertThat(response.status()).isIn(400, 401);
  }

  @Test
  @DisplayName("HTTP-01 refuses two credentials")
  void refusesTwoCredentials() {
    assertProblem(
        bearer(bearer(FakeRequest.get("/account"), "good.x.y"), "good.x.y"),
        400,
        "malformed_request");
    assertProblem(
        bearer(FakeRequest.get("/account").header("Authorization", "Basic eA=="), "good.x.y"),
        400,
        "malformed_request");
    assertProblem(
        bearer(FakeRequest.get("/account"), "good.x.y").header("Cookie", ACCESS),
        400,
        "malformed_request");
    assertProblem(
        FakeRequest.get("/account").header("Cookie", ACCESS + "; " + ACCESS),
        400,
        "malformed_request");
    assertProblem(
        FakeRequest.get("/account").header("Cookie", ACCESS).header("Cookie", ACCESS),
        400,
        "malformed_request");
  }

  @Test
  @DisplayName("HTTP-04 challenges as RFC 6750 says")
  void challenges() {
    assertChallenge(FakeRequest.get("/account"), "Bearer realm=\"app.example.com\"");
    for (String bad : List.of("old.x.y", "forged", "ended.x.y")) {
      assertChallenge(
          bearer(FakeRequest.get("/account"), bad),
          "Bearer realm=\"app.example.com\", error=\"invalid_token\"");
    }
    assertThat(text(answer(bearer(FakeRequest.get("/account"), "ended.x.y"))))
        .contains("\"code\":\"session_ended\"", "\"reason\":\"signed_out\"");
  }

  @Test
  void asksForARecentLoginAsRfc9470Says() {
    assertThat(proceed(bearer(FakeRequest.get("/fresh"), "good.x.y")).principal())
        .isEqualTo(ADA);
    assertChallenge(
        bearer(FakeRequest.get("/fresher"), "good.x.y"),
        "Bearer realm=\"app.example.com\", error=\"insufficient_user_authentication\", max_age=299");
    assertProblem(FakeRequest.get("/fresher"), 401, "authentication_required");
  }

  @Test
  void takesABadCredentialForNoneOnAnOpenRouteButReportsABrokenBackend() {
    assertThat(proceed(bearer(FakeRequest.get("/public"), "forged")).principal().isAuthenticated())
        .isFalse();
    for (String path : List.of("/public", "/account")) {
      HttpResponse response = answer(bearer(FakeRequest.get(path), "down.x.y"));
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("Retry-After")).contains("2");
      assertThat(text(response)).contains("store_unavailable").doesNotContain("find session");
    }
  }

  @Test
  @DisplayName("HTTP-18 never shows the text of an exception, whatever the client accepts")
  void neverShowsTheTextOfAnException() {
    HttpResponse response = answer(FakeRequest.get("/auth/broken")
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

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "<b>", "ü", ""})
  void takesNoRequestIdThatCouldHurtALog(String id) {
    HttpResponse response = answer(FakeRequest.get("/account").header("X-Request-Id", id));
    assertThat(response.header("X-Request-Id").orElseThrow()).matches("req_[0-9a-f-]{36}");
    assertThat(answer(FakeRequest.get("/account").header("X-Request-Id", "a".repeat(65)))
            .header("X-Request-Id")
            .orElseThrow())
        .startsWith("req_");
  }

  @ParameterizedTest
  @DisplayName("HTTP-06 serves only the methods there are, and no override")
  @ValueSource(strings = {"PUT", "PROPFIND", "PATCH", "POST"})
  void servesOnlyTheMethodsThereAre(String method) {
    HttpResponse response = answer(bearer(FakeRequest.of(method, "/auth/me"), "good.x.y")
        .header("X-HTTP-Method-Override", "GET")
        .header("X-Method-Override", "DELETE"));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @DisplayName("HTTP-06 refuses odd and dangerous methods everywhere")
  @ValueSource(
      strings = {
        "TRACE",
        "TRACK",
        "CONNECT",
        "get",
        "GeT",
        "",
        "G T",
        "AAAAAAAAAAAAAAAAAAAAA",
        "GET\u0000"
      })
  void refusesOddMethods(String method) {
    for (String path : List.of("/public", "/auth/me")) {
      assertProblem(bearer(FakeRequest.of(method, path), "good.x.y"), 400, "malformed_request");
    }
  }

  @Test
  @DisplayName("HTTP-07 HEAD and OPTIONS are decided like GET")
  void headAndOptionsAreDecidedLikeGet() {
    for (String method : List.of("HEAD", "OPTIONS", "GET")) {
      assertThat(answer(FakeRequest.of(method, "/account")).status()).isEqualTo(401);
    }
    HttpResponse head = answer(bearer(FakeRequest.of("HEAD", "/auth/me"), "good.x.y"));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(answer(FakeRequest.of("HEAD", "/account")).body()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("HTTP-08 reads nothing but plain JSON in UTF-8")
  @ValueSource(
      strings = {
        "text/plain", "application/json;charset=utf-16", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        "application/json, text/plain", "application/jsonp", "application/json; charset=utf-8; x=y",
            ""
      })
  void readsNothingButJson(String type) {
    assertProblem(
        FakeRequest.of("POST", "/auth/login").header("Content-Type", type),
        415,
        "unsupported_media_type");
  }

  @Test
  @DisplayName("HTTP-08 HTTP-09 refuses no type, two types, and a compressed body")
  void refusesNoTypeTwoTypesAndACompressedBody() {
    assertProblem(FakeRequest.of("POST", "/auth/login"), 415, "unsupported_media_type");
    assertProblem(
        FakeRequest.of("POST", "/auth/login").json("{}").header("Content-Type", "application/json"),
        415,
        "unsupported_media_type");
    assertProblem(
        FakeRequest.of("POST", "/auth/login").json("{}").header("Content-Encoding", "gzip"),
        415,
        "unsupported_media_type");
  }

  @Test
  @DisplayName("HTTP-09 reads a body of 64 KiB and not one byte more")
  void boundsTheBody() {
    String full = "{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}";
    assertThat(answer(FakeRequest.of("POST", "/auth/login").json(full)).status())
        .isEqualTo(204);
    assertProblem(FakeRequest.of("POST", "/auth/login").json(full + " "), 413, "body_too_large");
  }

  @Test
  void knowsNothingElseBelowItsOwnPath() {
    assertProblem(FakeRequest.get("/auth"), 404, "not_found");
    assertProblem(FakeRequest.get("/auth/nothing"), 404, "not_found");
    assertProblem(FakeRequest.of("OPTIONS", "/auth/nothing"), 404, "not_found");
  }

  @Test
  @DisplayName("PATH-18 refuses a rule where the endpoints are")
  void refusesARuleWhereTheEndpointsAre() {
    assertThatThrownBy(() -> gate(RouteRules.builder().permitAll("/auth/login").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belong to Gatehouse");
  }

  @ParameterizedTest
  @DisplayName("CSRF-07 CSRF-08 refuses what no page of ours can have sent with a cookie")
  @CsvSource(
      delimiter = '|',
      value = {
        "| ",
        "| null",
        "| https://evil.com",
        "| https://sub.app.example.com",
        "| https://app.example.com:8443",
        "| http://app.example.com",
        "cross-site | ",
        "cross-site | https://evil.com",
        "same-site | https://sub.app.example.com",
        "same-site | ",
        "x | ",
        "| https://app.example.com.evil.com",
        "| https://APP.example.com"
      })
  void refusesForeignPages(String site, String origin) {
    for (String path : List.of("/account", "/public", "/auth/me")) {
      FakeRequest request = FakeRequest.of("DELETE", path).header("Cookie", ACCESS);
      assertProblem(from(request, site, origin), 403, "cross_site_request_blocked");
    }
    assertThat(denials).hasSize(3).allMatch(draft -> draft.type() == EventType.CROSS_SITE_BLOCKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "same-origin | https://app.example.com",
        "same-origin | ",
        "none | ",
        "| https://app.example.com",
        "| https://spa.example.org",
        "cross-site | https://spa.example.org"
      })
  void takesOurOwnPages(String site, String origin) {
    FakeRequest request = FakeRequest.of("DELETE", "/account").header("Cookie", ACCESS);
    assertThat(proceed(from(request, site, origin)).principal()).isEqualTo(ADA);
  }

  @Test
  @DisplayName("CSRF-08 a foreign page cannot log its victim in, also without a cookie")
  void refusesLoginByAForeignPage() {
    FakeRequest foreign =
        FakeRequest.of("POST", "/auth/login").json("{}").header("Origin", "https://evil.com");
    assertProblem(foreign, 403, "cross_site_request_blocked");
    assertThat(answer(FakeRequest.of("POST", "/auth/login").json("{}")).status())
        .isEqualTo(204);
    assertProblem(
        FakeRequest.of("POST", "/auth/login")
            .json("{}")
            .header("Cookie", "__Host-gatehouse_refresh=x"),
        403,
        "cross_site_request_blocked");
  }

  @Test
  void asksNoOriginOfABearerOrOfASafeMethod() {
    FakeRequest bearer = bearer(FakeRequest.of("DELETE", "/auth/me"), "good.x.y");
    assertThat(answer(bearer.header("Origin", "https://evil.com")).status()).isEqualTo(204);
    FakeRequest safe = FakeRequest.get("/account").header("Cookie", ACCESS);
    assertThat(proceed(safe.header("Sec-Fetch-Site", "cross-site")).principal()).isEqualTo(ADA);
  }

  @Test
  @DisplayName("HTTP-03 RT-11 takes no cookie but the one with the prefix")
  void takesNoOtherCookie() {
    for (String cookie : List.of(
        "gatehouse_access=good.x.y",
        "__host-gatehouse_access=good.x.y",
        "__Secure-gatehouse_access=good.x.y",
        "x" + ACCESS)) {
      assertProblem(
          FakeRequest.get("/account").header("Cookie", cookie), 401, "authentication_required");
    }
  }

  @Test
  @DisplayName("HTTP-07 CORS-01 answers a preflight of a trusted origin without any handler")
  void answersAPreflight() {
    HttpResponse response = answer(preflight("https://spa.example.org"));
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("Access-Control-Allow-Origin")).contains("https://spa.example.org");
    assertThat(response.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(response.header("Access-Control-Allow-Methods"))
        .contains("DELETE, GET, HEAD, OPTIONS");
    assertThat(response.header("Vary")).contains("Origin, Sec-Fetch-Site");
  }

  @ParameterizedTest
  @DisplayName("CORS-01 gives no leave to anybody else")
  @ValueSource(
      strings = {
        "https://spa.example.org.evil",
        "https://evilspa.example.org",
        "null",
        "https://SPA.example.org",
        "https://spa.example.org:444",
        "http://spa.example.org",
        "*",
        "https://spa.example.org/"
      })
  void givesNoLeave(String origin) {
    for (FakeRequest request :
        List.of(preflight(origin), FakeRequest.get("/auth/me").header("Origin", origin))) {
      assertThat(answer(request).headers())
          .noneMatch(header -> header.name().startsWith("Access-Control"));
    }
  }

  @Test
  void letsATrustedPageReadARefusal() {
    HttpResponse response =
        answer(FakeRequest.get("/auth/me").header("Origin", "https://spa.example.org"));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("Access-Control-Allow-Origin")).contains("https://spa.example.org");
    assertThat(response.header("Access-Control-Expose-Headers"))
        .contains("WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id");
  }

  private static FakeRequest preflight(String origin) {
    return FakeRequest.of("OPTIONS", "/auth/me")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "DELETE");
  }

  private static FakeRequest from(FakeRequest request, String site, String origin) {
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }
    return origin == null ? request : request.header("Origin", origin);
  }

  private static FakeRequest bearer(FakeRequest request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }

  private void assertChallenge(FakeRequest request, String challenge) {
    HttpResponse response = answer(request);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate")).contains(challenge);
  }

  private void assertProblem(FakeRequest request, int status, String code) {
    HttpResponse response = answer(request);
    assertThat(response.status()).as(text(response)).isEqualTo(status);
    if (!request.method().equals("HEAD")) {
      assertThat(text(response)).contains("\"code\":\"" + code + "\"");
    }
  }

  private HttpResponse answer(FakeRequest request) {
    return ((Answer) gate.handle(request)).response();
  }

  private Proceed proceed(FakeRequest request) {
    return (Proceed) gate.handle(request);
  }

  private static String text(HttpResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}

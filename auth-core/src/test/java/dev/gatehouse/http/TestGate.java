package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.GateResult.Proceed;
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

/** A gate before a small application, who may pass it, and what it reported. */
final class TestGate {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final UserPrincipal ADA = new UserPrincipal(
      new UserId(new UUID(0, 1)),
      new SessionId(new UUID(0, 2)),
      Set.of("pwd"),
      NOW.minusSeconds(300));
  static final String ACCESS = "__Host-gatehouse_access=good.x.y";

  final List<EventDraft> denials = new ArrayList<>();
  final Set<String> held = new HashSet<>();
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
  private final HttpGate http = with(rules);

  /** Returns a gate with other rules of the host. */
  HttpGate with(RouteRules chosen) {
    GateContext context = new GateContext(
        new Guard(rights, () -> NOW, this::requireDeclared),
        TestGate::verify,
        new Ids(() -> NOW, RandomSource.secure()),
        denials::add);
    return new HttpGate(settings, chosen, () -> endpoints, TestGate::authenticate, context);
  }

  HttpGate http() {
    return http;
  }

  private void requireDeclared(Permission permission) {
    if (!permission.resource().equals("invoices")) {
      throw new IllegalArgumentException("nobody declared the permission " + permission);
    }
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

  static FakeRequest bearer(FakeRequest request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }

  HttpResponse answer(FakeRequest request) {
    return ((Answer) http.handle(request)).response();
  }

  Proceed proceed(FakeRequest request) {
    return (Proceed) http.handle(request);
  }

  void assertChallenge(FakeRequest request, String challenge) {
    HttpResponse response = answer(request);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate")).contains(challenge);
  }

  void assertProblem(FakeRequest request, int status, String code) {
    HttpResponse response = answer(request);
    assertThat(response.status()).as(text(response)).isEqualTo(status);
    if (!request.method().equals("HEAD")) {
      assertThat(text(response)).contains("\"code\":\"" + code + "\"");
    }
  }

  static String text(HttpResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}

package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.Throttle;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on requests as callers meet them. */
final class RequestLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final HttpSettings SETTINGS =
      HttpSettings.of(URI.create("https://app.example.com"));

  private final AtomicLong nanos = new AtomicLong();
  private final List<EventDraft> events = new ArrayList<>();
  private final Set<String> roles = new HashSet<>();
  private final Rights rights = new Rights() {
    @Override
    public boolean allows(Principal caller, Permission permission) {
      return false;
    }

    @Override
    public boolean hasRole(Principal caller, String role) {
      return caller.isAuthenticated() && roles.contains(role);
    }
  };
  private final Throttle throttle = new Throttle(
      new LocalRateLimits(nanos::get, RandomSource.secure(), 1_024),
      List.of(),
      rights::hasRole,
      events::add);

  private HttpGate gate(RequestLimit... limits) {
    return gate(SETTINGS, limits);
  }

  private HttpGate gate(HttpSettings settings, RequestLimit... limits) {
    RouteRules rules = RouteRules.builder()
        .permitAll("/public/**")
        .authenticated("/account/**", "/reports/{id}")
        .build();
    Endpoint login =
        new Endpoint(Route.of("POST", "/auth/login"), List.of(), e -> HttpResponse.empty(204));
    return new HttpGate(
        settings,
        rules,
        () -> List.of(login),
        RequestLimitsTest::authenticate,
        new GateContext(
            new Guard(rights, () -> NOW, permission -> {}),
            (key, use) -> new Verification.Refused(
                KeyRefusal.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty()),
            new Ids(() -> NOW, RandomSource.secure()),
            events::add,
            RequestLimits.of(throttle, List.of(limits), true)));
  }

  private static Authentication authenticate(Secret token) {
    long number = Long.parseLong(token.reveal().substring(0, 1));
    return new Authentication.Authenticated(new UserPrincipal(
        new UserId(new UUID(0, number)), new SessionId(new UUID(1, number)), Set.of("pwd"), NOW));
  }

  private static FakeRequest as(int user, String path) {
    return FakeRequest.get(path).header("Authorization", "Bearer " + user + ".x.y");
  }

  private static RequestLimit all(int perMinute) {
    return RequestLimit.perAddress("address", Limit.perMinute(perMinute));
  }

  private static int status(HttpGate gate, HttpRequest request) {
    return gate.handle(request) instanceof GateResult.Answer answer
        ? answer.response().status()
        : 200;
  }

  private static Map<String, String> headers(GateResult result) {
    List<Header> headers = result instanceof GateResult.Answer answer
        ? answer.response().headers()
        : ((GateResult.Proceed) result).headers();
    Map<String, String> found = new java.util.HashMap<>();
    headers.forEach(header -> found.put(header.name(), header.value()));
    return found;
  }

  @Test
  void tellsCallersHowTheyStand() {
    HttpGate gate = gate(all(2));
    Map<String, String> first = headers(gate.handle(FakeRequest.get("/public/x")));
    assertThat(first).containsEntry("RateLimit-Policy", "\"address\";q=2;w=60");
    assertThat(first)
        .containsEntry("RateLimit", "\"address\";r=1;t=30")
        .doesNotContainKey("Retry-After");
    Map<String, String> second = headers(gate.handle(FakeRequest.get("/public/x")));
    assertThat(second).containsEntry("RateLimit", "\"address\";r=0;t=60");
  }

  @Test
  void refusesWithAProblemThatSaysWhenToComeBack() {
    HttpGate gate = gate(all(1));
    gate.handle(FakeRequest.get("/public/x"));
    nanos.addAndGet(100_000_000);
    GateResult.Answer answer = (GateResult.Answer) gate.handle(FakeRequest.get("/public/x"));
    assertThat(answer.response().status()).isEqualTo(429);
    assertThat(headers(answer))
        .containsEntry("Retry-After", "60")
        .containsEntry("RateLimit-Policy", "\"address\";q=1;w=60")
        .containsEntry("RateLimit", "\"address\";r=0;t=60");
    Map<String, Object> problem = Json.read(answer.response().body());
    assertThat(problem)
        .containsEntry("code", ErrorCode.RATE_LIMITED.code())
        .containsEntry("violated-policies", List.of("address"));
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(status(gate, FakeRequest.get("/public/x"))).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "RL-02 all limits that fit hold together, and a refusal takes nothing from the others")
  void limitsHoldTogether() {
    Route login = Route.of("POST", "/auth/login");
    HttpGate gate = gate(all(10), RequestLimit.perAddress("login", Limit.perMinute(2), login));
    for (int i = 0; i < 50; i++) {
      assertThat(status(gate, FakeRequest.of("POST", "/auth/login"))).isEqualTo(i < 2 ? 204 : 429);
    }
    assertThat(headers(gate.handle(FakeRequest.get("/public/x"))))
        .containsEntry("RateLimit", "\"address\";r=7;t=18");
    assertThat(headers(gate.handle(FakeRequest.of("POST", "/auth/login"))))
        .containsEntry("RateLimit-Policy", "\"address\";q=10;w=60, \"login\";q=2;w=60");
  }

  @Test
  @DisplayName("RL-09 no spelling of a path and no method has a count of its own")
  void spellingsAreOneRoute() {
    HttpGate gate = gate(
        RequestLimit.perCaller("reports", Limit.perMinute(3), Route.of("GET", "/reports/{id}")));
    assertThat(status(gate, as(1, "/reports/1"))).isEqualTo(200);
    assertThat(status(gate, as(1, "/reports/2/"))).isEqualTo(200);
    assertThat(status(gate, as(1, "/reports/3").header("X", "1"))).isEqualTo(200);
    assertThat(status(gate, as(1, "/reports/4"))).isEqualTo(429);
    FakeRequest head = FakeRequest.of("HEAD", "/reports/5").header("Authorization", "Bearer 1.x.y");
    assertThat(status(gate, head)).isEqualTo(429);
    assertThat(status(gate, as(1, "//reports/6"))).isEqualTo(400);
  }

  @Test
  void countsEachCallerApartWhereverTheyAre() {
    HttpGate gate = gate(RequestLimit.perCaller("calls", Limit.perMinute(1)));
    assertThat(status(gate, as(1, "/account/x").from("192.0.2.1"))).isEqualTo(200);
    assertThat(status(gate, as(1, "/account/x").from("192.0.2.2"))).isEqualTo(429);
    assertThat(status(gate, as(2, "/account/x").from("192.0.2.1"))).isEqualTo(200);
    assertThat(status(gate, FakeRequest.get("/public/x").from("192.0.2.1"))).isEqualTo(200);
    assertThat(status(gate, FakeRequest.get("/public/x").from("192.0.2.1"))).isEqualTo(429);
  }

  @Test
  @DisplayName(
      "RL-02 a role has its own limit; the first that a caller has decides, and a lost one counts no more")
  void rolesHaveTheirOwnLimits() {
    RateLimit limit = RateLimit.of("calls", Limit.perMinute(1))
        .forRole("gold", Limit.perMinute(3))
        .forRole("silver", Limit.perMinute(2));
    HttpGate gate = gate(RequestLimit.perCaller(limit));
    roles.addAll(Set.of("silver", "gold", "unknown"));
    for (int i = 0; i < 5; i++) {
      assertThat(status(gate, as(1, "/account/x"))).isEqualTo(i < 3 ? 200 : 429);
    }
    roles.clear();
    assertThat(status(gate, as(1, "/account/x"))).isEqualTo(200);
    assertThat(status(gate, as(1, "/account/x"))).isEqualTo(429);
    assertThat(headers(gate.handle(as(2, "/account/x"))))
        .containsEntry("RateLimit-Policy", "\"calls\";q=1;w=60");
  }

  @Test
  @DisplayName("RL-02 a plan has the name of its limit and its role, and no limit can have that")
  void plansHaveNamesThatNoLimitHas() {
    RateLimit limit =
        RateLimit.of("calls", Limit.perMinute(1)).forRole("power_user.eu-1", Limit.perMinute(3));
    HttpGate gate = gate(RequestLimit.perCaller(limit));
    roles.add("power_user.eu-1");
    assertThat(headers(gate.handle(as(1, "/account/x"))))
        .containsEntry("RateLimit-Policy", "\"calls:power_user.eu-1\";q=3;w=60");
    for (String name : List.of("calls:gold", ":", "calls:", "Calls", "a_b", "", "x".repeat(65))) {
      assertThatThrownBy(() -> RateLimit.of(name, Limit.perMinute(3)))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + name + "\"");
    }
  }

  @Test
  void aCallerWhoIsRefusedForOtherReasonsPaysByAddressOnly() {
    HttpGate gate = gate(all(5), RequestLimit.perCaller("calls", Limit.perMinute(1)));
    for (int i = 0; i < 4; i++) {
      assertThat(status(gate, FakeRequest.get("/account/x"))).isEqualTo(401);
    }
    assertThat(status(gate, as(1, "/account/x"))).isEqualTo(200);
    assertThat(status(gate, as(2, "/account/x"))).isEqualTo(429);
  }

  @Test
  void aShadowLimitCountsAndReportsAndLetsThrough() {
    RateLimit shadow = RateLimit.of("calls", Limit.perMinute(1)).inShadow();
    HttpGate gate = gate(RequestLimit.perAddress(shadow), all(100));
    for (int i = 0; i < 5; i++) {
      GateResult result = gate.handle(FakeRequest.get("/public/x"));
      assertThat(headers(result)).containsEntry("RateLimit-Policy", "\"address\";q=100;w=60");
    }
    throttle.flush();
    throttle.flush();
    assertThat(events).singleElement().satisfies(event -> {
      assertThat(event.type()).isEqualTo(EventType.THROTTLE_EXCEEDED);
      assertThat(event.data())
          .containsEntry("limit", "calls")
          .containsEntry("mode", "shadow")
          .containsEntry("requests", "4");
    });
  }

  @Test
  void pathsThatNothingServesCountToo() {
    HttpGate gate = gate(all(2));
    assertThat(status(gate, FakeRequest.get("/nowhere"))).isEqualTo(401);
    assertThat(status(gate, FakeRequest.get("/auth/nowhere"))).isEqualTo(404);
    assertThat(status(gate, FakeRequest.get("/auth/nowhere"))).isEqualTo(429);
  }

  @Test
  void anAddressHasNoRoles() {
    RateLimit plans = RateLimit.of("calls", Limit.perMinute(1)).forRole("gold", Limit.perMinute(2));
    assertThatThrownBy(() -> RequestLimit.perAddress(plans))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by caller");
  }

  @ParameterizedTest
  @DisplayName("RL-06 whatever a client writes into X-Forwarded-For, it is counted as itself")
  @ValueSource(
      strings = {
        "%d.1.1.1, 203.0.113.9",
        "unknown, %d.1.1.1, 203.0.113.9",
        "2001:db8:%d::1, 203.0.113.9",
        "fe80::%d%%eth0, 203.0.113.9",
        "[2001:db8::%d]:80, 203.0.113.9:4711",
        "10.0.0.%d, 203.0.113.9, 10.0.0.2",
        "127.0.0.1, ::1, %d, 203.0.113.9",
        "<script>%d</script>, ::ffff:203.0.113.9",
        ", , %d, ,203.0.113.9",
        "203.0.113.%d, 192.168.0.1, 203.0.113.9"
      })
  void noChainChangesWhoIsCounted(String chain) {
    HttpSettings behindProxy = SETTINGS.withTrustedProxies(
        List.of(Cidr.parse("10.0.0.0/8")), ForwardedHeader.X_FORWARDED_FOR);
    HttpGate gate = gate(behindProxy, all(5));
    for (int i = 1; i <= 20; i++) {
      FakeRequest request = FakeRequest.get("/public/x")
          .from("10.0.0.1")
          .header("X-Forwarded-For", String.format(chain, i));
      assertThat(status(gate, request)).isEqualTo(i <= 5 ? 200 : 429);
    }
  }

  @ParameterizedTest
  @DisplayName("RL-06 without a trusted proxy no header changes who is counted")
  @ValueSource(
      strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP"})
  void noHeaderChangesWhoIsCounted(String name) {
    HttpGate gate = gate(all(5));
    for (int i = 1; i <= 20; i++) {
      FakeRequest request = FakeRequest.get("/public/x").header(name, "203.0.113." + i);
      assertThat(status(gate, request)).isEqualTo(i <= 5 ? 200 : 429);
    }
  }

  @Test
  @DisplayName("RL-07 the addresses of one IPv6 network are one caller")
  void oneNetworkIsOneCaller() {
    HttpGate gate = gate(all(5));
    for (int i = 1; i <= 20; i++) {
      FakeRequest request =
          FakeRequest.get("/public/x").from("2001:db8::" + Integer.toHexString(i));
      assertThat(status(gate, request)).isEqualTo(i <= 5 ? 200 : 429);
    }
  }
}

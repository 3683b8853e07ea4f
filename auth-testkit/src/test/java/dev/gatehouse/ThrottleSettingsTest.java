package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.Route;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Enforcement;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LimitedUse;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The settings of limits do what they say. */
final class ThrottleSettingsTest {
  private static final String PREFIX = "gatehouse.throttle.";

  private static TestGatehouse start(UnaryOperator<GatehouseBuilder> changes) {
    return TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> changes.apply(builder.throttle(off -> ThrottlePolicy.defaults())));
  }

  private static TestGatehouse start(Map<String, String> settings) {
    return start(builder -> {
      new TreeMap<>(settings)
          .forEach((name, value) -> builder.properties(Map.of(PREFIX + name, value)));
      return builder;
    });
  }

  private static HttpResponse login(TestGatehouse test) {
    PlainRequest wrong =
        PlainRequest.post("/auth/login", "{\"login\":\"a@example.com\",\"password\":\"wrong\"}");
    return ((GateResult.Answer) test.gatehouse().http().handle(wrong)).response();
  }

  private static List<Integer> logins(TestGatehouse test, int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> login(test).status())
        .toList();
  }

  @Test
  void tenLoginsAMinuteFromTheStart() {
    try (TestGatehouse test =
        start(Map.of("lockout.free-guesses", "50", "lockout.lock-after", "50"))) {
      assertThat(logins(test, 12))
          .containsExactly(401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 429, 429);
    }
  }

  @Test
  void limitAndWindowAreSettings() {
    try (TestGatehouse test =
        start(Map.of("policies.login.limit", "2", "policies.login.window", "1h"))) {
      assertThat(logins(test, 3)).containsExactly(401, 401, 429);
      test.clock().advance(Duration.ofMinutes(29));
      assertThat(login(test).status()).isEqualTo(429);
      test.clock().advance(Duration.ofMinutes(1));
      assertThat(login(test).status()).isEqualTo(401);
    }
  }

  @Test
  void shadowModeLetsThroughAndTheLockoutHolds() {
    try (TestGatehouse test = start(Map.of("mode", "shadow", "policies.login.limit", "2"))) {
      assertThat(logins(test, 6)).containsExactly(401, 401, 401, 401, 401, 429);
      test.gatehouse().throttle().flush();
      assertThat(test.audited("throttle.exceeded")).hasSize(1);
    }
  }

  @Test
  void headersAndAllOfItCanBeSwitchedOff() {
    try (TestGatehouse test = start(Map.of("headers", "false"))) {
      assertThat(login(test).header("RateLimit")).isEmpty();
    }
    try (TestGatehouse test = start(Map.of("enabled", "false"))) {
      assertThat(logins(test, 30)).containsOnly(401);
    }
  }

  @Test
  void settingsOfTheLockoutMayComeInAnyOrder() {
    Map<String, String> settings = Map.of(
        "lockout.free-guesses", "20",
        "lockout.lock-after", "40",
        "lockout.first-lock", "20m",
        "lockout.longest-lock", "1h");
    try (TestGatehouse test = start(settings)) {
      assertThat(logins(test, 10)).containsOnly(401);
    }
    assertThatThrownBy(
            () -> start(Map.of("lockout.free-guesses", "20", "lockout.lock-after", "10")))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  @DisplayName("RL-04 while a shared store does not answer, this node's own count holds the line")
  void aSharedStoreThatIsDownOpensNothing() {
    RateLimitStore down = charges -> {
      throw new StoreException("the shared store is down");
    };
    try (TestGatehouse test = start(builder -> builder.rateLimits(down, 1))) {
      assertThat(logins(test, 60).stream().filter(status -> status == 401))
          .hasSizeLessThanOrEqualTo(10);
      assertThat(login(test).status()).isEqualTo(429);
    }
  }

  private static Subject zoe(TestGatehouse test) {
    Secret password = Secret.of("a heron at the mill pond");
    return Subject.user(test.verified("zoe@example.com", password).id());
  }

  private static IssuedApiKey key(TestGatehouse test) {
    return key(test, zoe(test), NewApiKey.named("k"));
  }

  private static IssuedApiKey key(TestGatehouse test, Subject owner, NewApiKey wanted) {
    return test.gatehouse()
        .apiKeys()
        .create(owner, wanted, Actor.system("setup"), ClientInfo.none());
  }

  private static PlainRequest page(Secret key) {
    return PlainRequest.get("/reports", "X-Api-Key: " + key.reveal());
  }

  @Test
  @DisplayName(
      "RL-02 the limit of an API key and those of the route are one decision: neither's refusal takes from the other")
  void theLimitOfAKeyIsDecidedWithThoseOfTheRoute() {
    ThrottlePolicy policy = ThrottlePolicy.defaults().withApiKey(Limit.perHour(4));
    RequestLimit reports =
        RequestLimit.perCaller("reports", Limit.perMinute(3), Route.of("/reports"));
    try (TestGatehouse test = start(builder -> builder
        .throttle(defaults -> policy)
        .routes(rules -> rules.authenticated("/reports"))
        .limit(reports))) {
      IssuedApiKey key = key(test);
      PlainRequest page = page(key.secret());
      for (int i = 0; i < 3; i++) {
        assertThat(test.gatehouse().http().handle(page)).isInstanceOf(GateResult.Proceed.class);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(violated(test, page)).isEqualTo(List.of("reports"));
      }
      test.clock().advance(Duration.ofSeconds(20));
      GateResult fourth = test.gatehouse().http().handle(page);
      assertThat(((GateResult.Proceed) fourth).headers())
          .extracting(header -> header.value())
          .contains("\"address\";q=300;w=60, \"reports\";q=3;w=60, \"api-key\";q=4;w=3600");
      test.clock().advance(Duration.ofSeconds(20));
      for (int i = 0; i < 20; i++) {
        assertThat(violated(test, page)).isEqualTo(List.of("api-key"));
      }
      test.clock().advance(Duration.ofHours(1));
      for (int i = 0; i < 3; i++) {
        assertThat(test.gatehouse().http().handle(page)).isInstanceOf(GateResult.Proceed.class);
      }
    }
  }

  /** Limits of a host that are to be decided with those of the request: two uses an hour, of everybody. */
  private static final class JointLimits implements KeyLimits {
    private int alone;

    @Override
    public Optional<Duration> exceeded(ApiKey key, Instant now) {
      alone++;
      return Optional.empty();
    }

    @Override
    public Optional<Duration> exceeded(
        ApiKey key, Instant now, Function<List<LimitedUse>, Optional<Duration>> request) {
      Quota quota = new Quota("hosts", Limit.perHour(2));
      return request.apply(
          List.of(new LimitedUse(quota, LimitKey.text("all"), Enforcement.ENFORCE)));
    }
  }

  @Test
  @DisplayName("RL-02 limits that the host has on keys are decided with ours, if the host says so")
  void jointLimitsOfTheHostAreAsked() {
    for (ThrottlePolicy policy : List.of(
        ThrottlePolicy.defaults(),
        ThrottlePolicy.defaults().withApiKey(new Limit(3, Duration.ofDays(1))))) {
      JointLimits hosts = new JointLimits();
      try (TestGatehouse test = start(builder -> builder
          .throttle(defaults -> policy)
          .routes(rules -> rules.authenticated("/reports"))
          .apiKeyLimits(hosts))) {
        PlainRequest page = page(key(test).secret());
        for (int i = 0; i < 2; i++) {
          assertThat(test.gatehouse().http().handle(page)).isInstanceOf(GateResult.Proceed.class);
        }
        for (int i = 0; i < 9; i++) {
          assertThat(violated(test, page)).isEqualTo(List.of("hosts"));
        }
        test.clock().advance(Duration.ofMinutes(30));
        assertThat(test.gatehouse().http().handle(page))
            .as("refusals took nothing from the other limit")
            .isInstanceOf(GateResult.Proceed.class);
        assertThat(hosts.alone).isZero();
      }
    }
  }

  @Test
  @DisplayName("RL-02 limits that the host counts by itself come before ours")
  void limitsOfTheHostThatCountAloneComeFirst() {
    try (TestGatehouse test = start(builder -> builder
        .throttle(defaults -> ThrottlePolicy.defaults().withApiKey(Limit.perHour(1)))
        .routes(rules -> rules.authenticated("/reports"))
        .apiKeyLimits((key, now) -> Optional.of(Duration.ofSeconds(7))))) {
      PlainRequest page = page(key(test).secret());
      for (int i = 0; i < 3; i++) {
        HttpResponse answer = ((GateResult.Answer) test.gatehouse().http().handle(page)).response();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).contains("7");
      }
    }
  }

  @Test
  @DisplayName(
      "RL-02 a key has the plan of a role that it was granted, and another key of its owner has not")
  void aKeyHasThePlanOfItsRole() {
    RequestLimit calls = RequestLimit.perCaller(
        RateLimit.of("calls", Limit.perMinute(1)).forRole("partner", Limit.perMinute(3)),
        Route.of("/reports"));
    try (TestGatehouse test = start(builder -> builder
        .role("partner", role -> role)
        .routes(rules -> rules.authenticated("/reports"))
        .limit(calls))) {
      Subject zoe = zoe(test);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(zoe, "partner"), Actor.system("setup"), ClientInfo.none());
      PlainRequest plain = page(key(test, zoe, NewApiKey.named("plain")).secret());
      NewApiKey granted = NewApiKey.named("partner").withRoles("partner");
      PlainRequest partner = page(key(test, zoe, granted).secret());
      assertThat(test.gatehouse().http().handle(plain)).isInstanceOf(GateResult.Proceed.class);
      assertThat(violated(test, plain)).isEqualTo(List.of("calls"));
      for (int i = 0; i < 3; i++) {
        assertThat(test.gatehouse().http().handle(partner)).isInstanceOf(GateResult.Proceed.class);
      }
      assertThat(violated(test, partner)).isEqualTo(List.of("calls:partner"));
    }
  }

  private static Object violated(TestGatehouse test, HttpRequest request) {
    HttpResponse answer = ((GateResult.Answer) test.gatehouse().http().handle(request)).response();
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isPresent();
    return Json.read(answer.body()).get("violated-policies");
  }

  @Test
  void usesOfAnApiKeyAreLimitedWithItsFamily() {
    try (TestGatehouse test = start(Map.of("policies.api-key.limit", "2"))) {
      Gatehouse gatehouse = test.gatehouse();
      IssuedApiKey key = key(test);
      KeyUse use = KeyUse.by(new ClientInfo("192.0.2.9", "ua", "r"));
      for (int i = 0; i < 2; i++) {
        assertThat(gatehouse.apiKeyVerifier().verify(key.secret(), use))
            .isInstanceOf(Verification.Accepted.class);
      }
      assertThat(gatehouse.apiKeyVerifier().verify(key.secret(), use))
          .isInstanceOf(Verification.Refused.class);
      test.clock().advance(Duration.ofSeconds(30));
      assertThat(gatehouse.apiKeyVerifier().verify(key.secret(), use))
          .isInstanceOf(Verification.Accepted.class);
    }
  }
}

package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.degradation.Fallback;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.Route;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.FallbackCounts;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of limits when the shared store is lost is a setting, and a table that says so. */
final class DegradationTest {
  private static final Path GUIDE = Path.of("..", "docs", "guides", "degradation.md");
  private static final RateLimitStore DOWN = charges -> {
    throw new StoreException("the shared store is down");
  };

  private static TestGatehouse start(UnaryOperator<GatehouseBuilder> changes) {
    return TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> changes.apply(builder
            .throttle(off -> ThrottlePolicy.defaults())
            .routes(routes -> routes.permitAll("/reports/**", "/other"))
            .rateLimits(DOWN, 1)));
  }

  private static GateResult ask(TestGatehouse test, String method, String path) {
    // Each time as somebody else, whom nobody knows.
    String login = "{\"login\":\"" + UUID.randomUUID() + "@example.com\",\"password\":\"wrong\"}";
    return test.gatehouse()
        .http()
        .handle(method.equals("GET") ? PlainRequest.get(path) : PlainRequest.post(path, login));
  }

  /** Counts requests that reached the application, or were answered by one of our endpoints. */
  private static long through(TestGatehouse test, String method, String path, int calls) {
    return IntStream.range(0, calls)
        .mapToObj(i -> ask(test, method, path))
        .filter(result -> !(result instanceof GateResult.Answer answer)
            || (answer.response().status() != 429 && answer.response().status() != 503))
        .count();
  }

  private static RequestLimit reports(FailureMode mode) {
    return RequestLimit.perAddress(
        RateLimit.of("reports", Limit.perMinute(5)).whenStoreFails(mode), Route.of("/reports/**"));
  }

  @Test
  @DisplayName("RL-04 cell: a limit that says nothing is counted by each node")
  void local() {
    try (TestGatehouse test = start(builder -> builder.limit(
        RequestLimit.perAddress("reports", Limit.perMinute(5), Route.of("/reports/**"))))) {
      assertThat(through(test, "GET", "/reports/1", 20)).isEqualTo(5);
      assertThat(test.gatehouse().degradation().limits()).isEqualTo(new FallbackCounts(20, 0, 0));
    }
  }

  @Test
  @DisplayName("RL-04 cell: a route whose limit fails open is open, and no other one")
  void open() {
    try (TestGatehouse test = start(builder -> builder.limit(reports(FailureMode.OPEN)))) {
      assertThat(through(test, "GET", "/reports/1", 250)).isEqualTo(250);
      // What all routes share still counts.
      assertThat(through(test, "GET", "/other", 100)).isEqualTo(50);
      assertThat(test.gatehouse().degradation().limits().open()).isEqualTo(250);
    }
  }

  @Test
  @DisplayName(
      "RL-04 cell: a route whose limit fails closed is 503 with Retry-After, and no other one")
  void closed() {
    try (TestGatehouse test = start(builder -> builder.limit(reports(FailureMode.CLOSED)))) {
      HttpResponse answer = ((GateResult.Answer) ask(test, "GET", "/reports/1")).response();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(through(test, "GET", "/other", 20)).isEqualTo(20);
      assertThat(test.gatehouse().degradation().storeFailures()).isEqualTo(1);
      assertThat(test.gatehouse().degradation().limits().closed()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("RL-04 a limit in shadow mode refuses nobody, also if it fails closed")
  void shadowRefusesNobody() {
    try (TestGatehouse test = start(builder -> builder.limit(RequestLimit.perAddress(
        RateLimit.of("reports", Limit.perMinute(5)).inShadow().whenStoreFails(FailureMode.CLOSED),
        Route.of("/reports/**"))))) {
      assertThat(through(test, "GET", "/reports/1", 20)).isEqualTo(20);
    }
  }

  @Test
  @DisplayName("RL-04 cell: where everything fails open, logins do not")
  void authenticationIsNeverOpen() {
    try (TestGatehouse test = start(builder -> builder
        .properties(Map.of("gatehouse.degradation.limits", "open"))
        .throttle(limits -> limits.withAction("export", Limit.perHour(1)))
        .limit(RequestLimit.perAddress("all", Limit.perMinute(20))))) {
      assertThat(through(test, "POST", "/auth/login", 100)).isLessThanOrEqualTo(10);
      for (int i = 0; i < 10; i++) {
        test.gatehouse().throttle().check("export", "anybody").orThrow();
      }
    }
  }

  @Test
  @DisplayName("RL-04 cell: limits on authentication can be told to fail closed")
  void authenticationClosed() {
    try (TestGatehouse test = start(
        builder -> builder.properties(Map.of("gatehouse.degradation.auth-limits", "closed")))) {
      assertThat(through(test, "POST", "/auth/login", 20)).isZero();
    }
  }

  @Test
  @DisplayName("RL-04 limits on authentication cannot be configured to fail open")
  void cannotBeOpened() {
    assertThatThrownBy(() -> start(
            builder -> builder.properties(Map.of("gatehouse.degradation.auth-limits", "open"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gatehouse.degradation.auth-limits: ")
        .hasMessageContaining("never fail open");
    assertThatThrownBy(() -> start(builder -> builder.limit(RequestLimit.perAddress(
            RateLimit.of("all", Limit.perMinute(5)).whenStoreFails(FailureMode.OPEN)))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"all\"")
        .hasMessageContaining("/auth/**");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/auth/login", "/auth/**", "/**", "/*", "/*/login", "/{any}/{thing}", "/auth"})
  void noRouteThatReachesAuthenticationFailsOpen(String route) {
    assertThatThrownBy(() -> start(builder -> builder.limit(RequestLimit.perCaller(
            RateLimit.of("x", Limit.perMinute(5)).whenStoreFails(FailureMode.OPEN),
            Route.of("/reports"),
            Route.of(route)))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/authors/**", "/a/auth/login", "/", "/reports/{id}"})
  void otherRoutesMay(String route) {
    try (TestGatehouse test = start(builder -> builder.limit(RequestLimit.perCaller(
        RateLimit.of("x", Limit.perMinute(5)).whenStoreFails(FailureMode.OPEN),
        Route.of(route))))) {
      assertThat(test.gatehouse().degradation().table().rows())
          .filteredOn(row -> row.part().equals("limit \"x\""))
          .singleElement()
          .satisfies(row -> assertThat(row.shared().kind()).isEqualTo(Fallback.Kind.OPEN));
    }
  }

  @Test
  void theTableSaysWhatIsConfigured() {
    try (TestGatehouse test = start(builder -> builder
        .sessions(sessions -> sessions.withLease(Duration.ZERO))
        .access(access -> access.withCacheTtl(Duration.ofMillis(1_500)))
        .limit(reports(FailureMode.OPEN)))) {
      assertThat(test.gatehouse().degradation().table().text())
          .contains("| access tokens of people | 503 | as ever |")
          .contains("| permissions | copies up to 1.5 s old, then 503 | as ever |")
          .contains("| limit \"login\" | as ever | each node its share |")
          .contains("| limit \"reports\" | as ever | let through |");
    }
  }

  @Test
  void whatNobodySharesNobodyLoses() {
    try (TestGatehouse test = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder.throttle(off -> ThrottlePolicy.defaults()))) {
      assertThat(test.gatehouse().degradation().table().rows())
          .filteredOn(row -> row.part().startsWith("limit"))
          .hasSize(4)
          .allSatisfy(row -> assertThat(row.shared().kind()).isEqualTo(Fallback.Kind.UNAFFECTED));
    }
  }

  @Test
  void theGuideShowsTheTableOfTheDefaults() throws IOException {
    try (TestGatehouse test = start(builder -> builder)) {
      assertThat(Files.readString(GUIDE))
          .contains(test.gatehouse().degradation().table().text());
    }
  }
}

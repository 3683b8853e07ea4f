package dev.gatehouse.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.Header;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The gate as tables: which caller gets through which kind of route. The same tables hold whatever stands before it. */
public interface GateScenarios extends ApiKeyScenario, ServiceScenario {
  /** One route of each kind. */
  List<String> ROUTES = List.of(
      "/open", "/in", "/people", "/keys", "/services", "/read", "/readers", "/recent", "/none");

  /** The address of a person without any role. */
  String BOB = "bob@example.com";

  /** Rules for {@link #ROUTES}; {@link #start()} must use them. */
  static GatehouseBuilder withRoutes(GatehouseBuilder builder) {
    return builder.routes(GateScenarios::rules);
  }

  private static void rules(RouteRules.Builder rules) {
    rules
        .permitAll("/open")
        .authenticated("/in")
        .only(Principal.Kind.USER, "/people")
        .only(Principal.Kind.API_KEY, "/keys")
        .only(Principal.Kind.SERVICE, "/services")
        .permission("auth.users:read", "/read")
        .role("reader", "/readers")
        .recentLogin(Duration.ofMinutes(10), "/recent");
  }

  /**
   * Asks the gate for a page with GET; a test class may ask a container instead.
   *
   * @param headers each a name, a colon, a blank and a value
   * @return {@code 200}, or the status and the code of the refusal
   */
  default String ask(TestGatehouse test, String path, String... headers) {
    GateResult result = test.gatehouse().http().handle(PlainRequest.get(path, headers));
    return result instanceof GateResult.Answer answer
        ? answer.response().status() + " " + code(answer.response().body())
        : "200";
  }

  /** Returns the code in a problem body. */
  static String code(byte[] problem) {
    return String.valueOf(Json.read(problem).get("code"));
  }

  @Test
  @DisplayName("every kind of caller at every kind of route")
  default void everyCallerAtEveryRoute() {
    try (TestGatehouse test = start()) {
      Map<String, String[]> callers = callers(test);
      StringBuilder table = new StringBuilder(1024);
      callers.forEach((name, headers) -> {
        table.append(name).append(':');
        ROUTES.forEach(route -> table.append('\n').append(line(test, route, headers)));
        table.append('\n');
      });
      assertThat(table.toString()).isEqualTo(EXPECTED);
    }
  }

  private String line(TestGatehouse test, String route, String... headers) {
    return "  " + route + ' ' + ask(test, route, headers);
  }

  private Map<String, String[]> callers(TestGatehouse test) {
    UserId alice = reader(test);
    test.verified(BOB, PASSWORD);
    Secret user = signIn(test, ALICE, PASSWORD).access();
    IssuedApiKey key = issue(
        test, alice, NewApiKey.named("k").withPermissions("auth.users:read").withRoles("reader"));
    IssuedApiKey bare = issue(test, alice, NewApiKey.named("bare"));
    IssuedSecret reports = registered(test, "reports");
    IssuedSecret plain = registered(test, "plain");
    test.gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(Subject.service(reports.service().id()), "reader"), SETUP, NONE);
    Map<String, String[]> callers = new LinkedHashMap<>();
    callers.put("nobody", new String[0]);
    callers.put("user", bearer(user));
    callers.put("user without role", bearer(signIn(test, BOB, PASSWORD).access()));
    callers.put("key", apiKey(key.secret()));
    callers.put("key as bearer", bearer(key.secret()));
    callers.put("key without grant", apiKey(bare.secret()));
    callers.put("service", bearer(token(test, reports, HERE)));
    callers.put("service without role", bearer(token(test, plain, HERE)));
    callers.put(
        "service for user without role",
        bearer(onBehalfOf(test, signIn(test, BOB, PASSWORD), reports, HERE)));
    callers.put("service elsewhere", bearer(token(test, reports, ORDERS)));
    callers.put("forged token", bearer(Secret.of("a.b.c")));
    callers.put("unknown key", apiKey(Secret.of("key_live_x")));
    callers.put("user and key", new String[] {bearer(user)[0], apiKey(key.secret())[0]});
    return callers;
  }

  private static String[] bearer(Secret token) {
    return new String[] {"Authorization: Bearer " + token.reveal()};
  }

  private static String[] apiKey(Secret key) {
    return new String[] {"X-Api-Key: " + key.reveal()};
  }

  /** Whoever is refused as who they are is refused so at every route but the open one. */
  private void refusedEverywhere(TestGatehouse test, String refusal, String... headers) {
    ROUTES.forEach(route -> assertThat(ask(test, route, headers))
        .as(route)
        .isEqualTo(route.equals("/open") ? "200" : refusal));
  }

  @Test
  @DisplayName("KEY-03 every status that a person with a token and a key can have")
  default void everyStatusOfAPerson() {
    for (UserStatus status : EnumSet.complementOf(EnumSet.of(UserStatus.PENDING))) {
      try (TestGatehouse test = start()) {
        UserId alice = reader(test);
        String[] token = bearer(signIn(test, ALICE, PASSWORD).access());
        String[] key = apiKey(readingKey(test, alice).secret());
        assertThat(ask(test, "/read", token)).isEqualTo("200");
        assertThat(ask(test, "/read", key)).isEqualTo("200");
        User changed = test.gatehouse()
            .users()
            .changeStatus(alice, new StatusChange(status, "", Optional.empty()), SETUP, NONE);
        assertThat(changed.status()).isEqualTo(status);
        refusedEverywhere(test, "401 session_ended", token);
        if (status == UserStatus.ACTIVE) {
          assertThat(ask(test, "/read", key)).isEqualTo("200");
        } else {
          refusedEverywhere(test, "401 api_key_revoked", key);
        }
      }
    }
  }

  @Test
  @DisplayName("KEY-03 every status of a key")
  default void everyStatusOfAKey() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      Actor self = Actor.user(alice);
      IssuedApiKey key = readingKey(test, alice);
      String[] old = apiKey(key.secret());
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      keys(test).disable(key.key().id(), "holiday", self, BROWSER);
      refusedEverywhere(test, "401 api_key_revoked", old);
      keys(test).enable(key.key().id(), self, BROWSER);
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      RotatedApiKey rotated = keys(test).rotate(key.key().id(), Duration.ofHours(1), self, BROWSER);
      String[] fresh = apiKey(rotated.secret());
      ROUTES.forEach(
          route -> assertThat(line(test, route, old)).isEqualTo(line(test, route, fresh)));
      assertThat(ask(test, "/read", old)).isEqualTo("200");
      test.clock().advance(Duration.ofHours(1));
      refusedEverywhere(test, "401 api_key_expired", old);
      assertThat(ask(test, "/read", fresh)).isEqualTo("200");
      keys(test).quarantine(rotated.key().id(), "found on the web", SETUP, NONE);
      refusedEverywhere(test, "401 api_key_revoked", fresh);
      IssuedApiKey another = readingKey(test, alice);
      keys(test).revoke(another.key().id(), "done", self, BROWSER);
      refusedEverywhere(test, "401 api_key_revoked", apiKey(another.secret()));
      String[] last = apiKey(readingKey(test, alice).secret());
      test.clock().advance(Duration.ofDays(91));
      refusedEverywhere(test, "401 api_key_expired", last);
    }
  }

  @Test
  @DisplayName("KEY-02 a right that the owner loses is lost to the key at once")
  default void aRightThatTheOwnerLosesIsLostToTheKey() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      String[] key = apiKey(readingKey(test, alice).secret());
      assertThat(ask(test, "/read", key)).isEqualTo("200");
      take(test, alice, "reader");
      assertThat(ask(test, "/read", key)).isEqualTo("403 permission_denied");
      give(test, alice, "reader");
      assertThat(ask(test, "/read", key)).isEqualTo("200");
    }
  }

  @Test
  @DisplayName(
      "the trail says which route a key was refused at and what it lacked, as it does of people")
  default void theTrailSaysWhyAKeyWasRefused() {
    try (TestGatehouse test = start()) {
      IssuedApiKey bare = issue(test, reader(test), NewApiKey.named("bare"));
      assertThat(ask(test, "/read", apiKey(bare.secret()))).isEqualTo("403 permission_denied");
      assertThat(test.audited("access.denied")).singleElement().satisfies(denied -> {
        assertThat(denied.actorId()).isEqualTo(bare.key().id().toString());
        assertThat(denied.data())
            .containsEntry("route", "* /read")
            .containsEntry("asked", "auth.users:read");
      });
      assertThat(test.audited("api_key.refused")).isEmpty();
    }
  }

  @Test
  @DisplayName("a key that was replaced is told when it ends, as an HTTP-date of two digits")
  default void aReplacedKeyIsToldItsEnd() {
    try (TestGatehouse test = start()) {
      UserId alice = reader(test);
      IssuedApiKey key = readingKey(test, alice);
      test.clock().set(Instant.parse("2030-02-03T10:00:00Z"));
      RotatedApiKey unused =
          keys(test).rotate(key.key().id(), Duration.ofHours(1), Actor.user(alice), BROWSER);
      GateResult result =
          test.gatehouse().http().handle(PlainRequest.get("/read", apiKey(key.secret())));
      assertThat(result)
          .isInstanceOfSatisfying(
              GateResult.Proceed.class,
              proceed -> assertThat(proceed.headers())
                  .contains(new Header("Sunset", "Sun, 03 Feb 2030 11:00:00 GMT")));
    }
  }

  @Test
  default void aServiceThatIsDisabledIsRefusedAtOnce() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      String[] token = bearer(token(test, reports, HERE));
      assertThat(ask(test, "/services", token)).isEqualTo("200");
      assertThat(test.gatehouse().services().disable(reports.service().id(), SETUP, NONE))
          .isTrue();
      assertThat(ask(test, "/services", token)).isEqualTo("401 access_token_invalid");
    }
  }

  /** What becomes of each caller at each route. */
  String EXPECTED = """
      nobody:
        /open 200
        /in 401 authentication_required
        /people 401 authentication_required
        /keys 401 authentication_required
        /services 401 authentication_required
        /read 401 authentication_required
        /readers 401 authentication_required
        /recent 401 authentication_required
        /none 401 authentication_required
      user:
        /open 200
        /in 200
        /people 200
        /keys 403 permission_denied
        /services 403 permission_denied
        /read 200
        /readers 200
        /recent 200
        /none 403 permission_denied
      user without role:
        /open 200
        /in 200
        /people 200
        /keys 403 permission_denied
        /services 403 permission_denied
        /read 403 permission_denied
        /readers 403 role_required
        /recent 200
        /none 403 permission_denied
      key:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        /readers 200
        /recent 403 permission_denied
        /none 403 permission_denied
      key as bearer:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        /readers 200
        /recent 403 permission_denied
        /none 403 permission_denied
      key without grant:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        /none 403 permission_denied
      service:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 200
        /readers 200
        /recent 403 permission_denied
        /none 403 permission_denied
      service without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        /none 403 permission_denied
      service for user without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        /none 403 permission_denied
      service elsewhere:
        /open 200
        /in 401 access_token_invalid
        /people 401 access_token_invalid
        /keys 401 access_token_invalid
        /services 401 access_token_invalid
        /read 401 access_token_invalid
        /readers 401 access_token_invalid
        /recent 401 access_token_invalid
        /none 401 access_token_invalid
      forged token:
        /open 200
        /in 401 access_token_invalid
        /people 401 access_token_invalid
        /keys 401 access_token_invalid
        /services 401 access_token_invalid
        /read 401 access_token_invalid
        /readers 401 access_token_invalid
        /recent 401 access_token_invalid
        /none 401 access_token_invalid
      unknown key:
        /open 200
        /in 401 invalid_api_key
        /people 401 invalid_api_key
        /keys 401 invalid_api_key
        /services 401 invalid_api_key
        /read 401 invalid_api_key
        /readers 401 invalid_api_key
        /recent 401 invalid_api_key
        /none 401 invalid_api_key
      user and key:
        /open 400 malformed_request
        /in 400 malformed_request
        /people 400 malformed_request
        /keys 400 malformed_request
        /services 400 malformed_request
        /read 400 malformed_request
        /readers 400 malformed_request
        /recent 400 malformed_request
        /none 400 malformed_request
      """;
}

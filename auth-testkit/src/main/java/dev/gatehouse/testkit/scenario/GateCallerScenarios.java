package dev.gatehouse.testkit.scenario;

import static dev.gatehouse.testkit.scenario.GateScenario.apiKey;
import static dev.gatehouse.testkit.scenario.GateScenario.bearer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every kind of caller at every kind of route. */
public interface GateCallerScenarios extends GateScenario {
  /** The address of a person without any role. */
  String BOB = "bob@example.com";

  @Test
  @DisplayName("every kind of caller at every kind of route")
  default void everyCallerAtEveryRoute() {
    try (TestGatehouse test = start()) {
      StringBuilder table = new StringBuilder(4096);
      callers(test).forEach((name, headers) -> {
        table.append(name).append(':');
        ROUTES.forEach(route ->
            table.append("\n  ").append(route).append(' ').append(ask(test, route, headers)));
        table.append('\n');
      });
      assertThat(table.toString()).isEqualTo(EXPECTED);
    }
  }

  private Map<String, String[]> callers(TestGatehouse test) {
    UserId alice = reader(test);
    test.verified(BOB, PASSWORD);
    Secret old = oldLogin(test);
    Secret user = signIn(test, ALICE, PASSWORD).access();
    Map<String, String[]> callers = new LinkedHashMap<>();
    callers.put("nobody", new String[0]);
    callers.put("user", bearer(user));
    callers.put("user whose login is old", bearer(old));
    callers.put("user without role", bearer(signIn(test, BOB, PASSWORD).access()));
    putKeys(callers, test, Subject.user(alice));
    putServices(callers, test);
    callers.put("forged token", bearer(Secret.of("a.b.c")));
    callers.put("unknown key", apiKey(Secret.of("key_live_x")));
    String[] key = requireNonNull(callers.get("key"));
    callers.put("user and key", new String[] {bearer(user)[0], key[0]});
    return callers;
  }

  /** A token of now, in a session whose login is eleven minutes old. */
  private Secret oldLogin(TestGatehouse test) {
    Tokens first = signIn(test, ALICE, PASSWORD);
    test.clock().advance(Duration.ofMinutes(11));
    return test.gatehouse()
        .refresh()
        .refresh(first.refresh(), BROWSER)
        .fold(RefreshResult.Refreshed::tokens, refused -> {
          throw new AssertionError(refused);
        })
        .access();
  }

  private void putKeys(Map<String, String[]> callers, TestGatehouse test, Subject person) {
    IssuedApiKey key = made(test, person, granted("k"));
    callers.put("key", apiKey(key.secret()));
    callers.put("key as bearer", bearer(key.secret()));
    callers.put(
        "key without grant", apiKey(made(test, person, NewApiKey.named("b")).secret()));
  }

  private void putServices(Map<String, String[]> callers, TestGatehouse test) {
    IssuedSecret reports = registered(test, "reports");
    IssuedSecret plain = registered(test, "plain");
    Subject able = Subject.service(reports.service().id());
    Subject unable = Subject.service(plain.service().id());
    give(test, able, "reader");
    NewApiKey detached = granted("d").with(settings -> settings.withDetached(true));
    callers.put("key of a service", apiKey(made(test, able, granted("i")).secret()));
    callers.put(
        "key of a service without role", apiKey(made(test, unable, granted("u")).secret()));
    callers.put(
        "detached key of a service without role",
        apiKey(made(test, unable, detached).secret()));
    callers.put("service", bearer(token(test, reports, HERE)));
    callers.put("service without role", bearer(token(test, plain, HERE)));
    callers.put("service for user", bearer(acting(test, reports, ALICE)));
    callers.put("service for user without role", bearer(acting(test, reports, BOB)));
    callers.put("service elsewhere", bearer(token(test, reports, ORDERS)));
  }

  private Secret acting(TestGatehouse test, IssuedSecret service, String person) {
    return onBehalfOf(test, signIn(test, person, PASSWORD), service, HERE);
  }

  private IssuedApiKey made(TestGatehouse test, Subject owner, NewApiKey wanted) {
    return keys(test).create(owner, wanted, SETUP, NONE);
  }

  private static NewApiKey granted(String name) {
    return NewApiKey.named(name).withPermissions("auth.users:read").withRoles("reader");
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
        POST /read 401 authentication_required
        /readers 401 authentication_required
        /recent 401 authentication_required
        POST /entries 401 authentication_required
        /entries 401 authentication_required
        /none 401 authentication_required
      user:
        /open 200
        /in 200
        /people 200
        /keys 403 permission_denied
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 200
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      user whose login is old:
        /open 200
        /in 200
        /people 200
        /keys 403 permission_denied
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 401 step_up_required
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      user without role:
        /open 200
        /in 200
        /people 200
        /keys 403 permission_denied
        /services 403 permission_denied
        /read 403 permission_denied
        POST /read 403 permission_denied
        /readers 403 role_required
        /recent 200
        POST /entries 403 permission_denied
        /entries 403 permission_denied
        /none 403 permission_denied
      key:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      key as bearer:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      key without grant:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 403 permission_denied
        POST /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        POST /entries 403 permission_denied
        /entries 403 permission_denied
        /none 403 permission_denied
      key of a service:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      key of a service without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 403 permission_denied
        POST /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        POST /entries 403 permission_denied
        /entries 403 permission_denied
        /none 403 permission_denied
      detached key of a service without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 200
        /services 403 permission_denied
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      service:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      service without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 403 permission_denied
        POST /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        POST /entries 403 permission_denied
        /entries 403 permission_denied
        /none 403 permission_denied
      service for user:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 200
        POST /read 200
        /readers 200
        /recent 403 permission_denied
        POST /entries 200
        /entries 403 permission_denied
        /none 403 permission_denied
      service for user without role:
        /open 200
        /in 200
        /people 403 permission_denied
        /keys 403 permission_denied
        /services 200
        /read 403 permission_denied
        POST /read 403 permission_denied
        /readers 403 role_required
        /recent 403 permission_denied
        POST /entries 403 permission_denied
        /entries 403 permission_denied
        /none 403 permission_denied
      service elsewhere:
        /open 200
        /in 401 access_token_invalid
        /people 401 access_token_invalid
        /keys 401 access_token_invalid
        /services 401 access_token_invalid
        /read 401 access_token_invalid
        POST /read 401 access_token_invalid
        /readers 401 access_token_invalid
        /recent 401 access_token_invalid
        POST /entries 401 access_token_invalid
        /entries 401 access_token_invalid
        /none 401 access_token_invalid
      forged token:
        /open 200
        /in 401 access_token_invalid
        /people 401 access_token_invalid
        /keys 401 access_token_invalid
        /services 401 access_token_invalid
        /read 401 access_token_invalid
        POST /read 401 access_token_invalid
        /readers 401 access_token_invalid
        /recent 401 access_token_invalid
        POST /entries 401 access_token_invalid
        /entries 401 access_token_invalid
        /none 401 access_token_invalid
      unknown key:
        /open 200
        /in 401 invalid_api_key
        /people 401 invalid_api_key
        /keys 401 invalid_api_key
        /services 401 invalid_api_key
        /read 401 invalid_api_key
        POST /read 401 invalid_api_key
        /readers 401 invalid_api_key
        /recent 401 invalid_api_key
        POST /entries 401 invalid_api_key
        /entries 401 invalid_api_key
        /none 401 invalid_api_key
      user and key:
        /open 400 malformed_request
        /in 400 malformed_request
        /people 400 malformed_request
        /keys 400 malformed_request
        /services 400 malformed_request
        /read 400 malformed_request
        POST /read 400 malformed_request
        /readers 400 malformed_request
        /recent 400 malformed_request
        POST /entries 400 malformed_request
        /entries 400 malformed_request
        /none 400 malformed_request
      """;
}

package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.GateScenario.apiKey;
import static dev.gatehouse.contract.scenario.GateScenario.bearer;
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
        Map<String, String> answers = new LinkedHashMap<>();
        ROUTES.forEach(route -> answers.put(route, ask(test, route, headers)));
        table.append(name).append(":\n").append(GateScenario.byAnswer(answers));
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
        200: /open
        401 authentication_required: /in, /people, /keys, /services, /read, POST /read, /readers, /recent, POST /entries, /entries, /none
      user:
        200: /open, /in, /people, /read, POST /read, /readers, /recent, POST /entries
        403 permission_denied: /keys, /services, /entries, /none
      user whose login is old:
        200: /open, /in, /people, /read, POST /read, /readers, POST /entries
        403 permission_denied: /keys, /services, /entries, /none
        401 step_up_required: /recent
      user without role:
        200: /open, /in, /people, /recent
        403 permission_denied: /keys, /services, /read, POST /read, POST /entries, /entries, /none
        403 role_required: /readers
      key:
        200: /open, /in, /keys, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /services, /recent, /entries, /none
      key as bearer:
        200: /open, /in, /keys, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /services, /recent, /entries, /none
      key without grant:
        200: /open, /in, /keys
        403 permission_denied: /people, /services, /read, POST /read, /recent, POST /entries, /entries, /none
        403 role_required: /readers
      key of a service:
        200: /open, /in, /keys, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /services, /recent, /entries, /none
      key of a service without role:
        200: /open, /in, /keys
        403 permission_denied: /people, /services, /read, POST /read, /recent, POST /entries, /entries, /none
        403 role_required: /readers
      detached key of a service without role:
        200: /open, /in, /keys, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /services, /recent, /entries, /none
      service:
        200: /open, /in, /services, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /keys, /recent, /entries, /none
      service without role:
        200: /open, /in, /services
        403 permission_denied: /people, /keys, /read, POST /read, /recent, POST /entries, /entries, /none
        403 role_required: /readers
      service for user:
        200: /open, /in, /services, /read, POST /read, /readers, POST /entries
        403 permission_denied: /people, /keys, /recent, /entries, /none
      service for user without role:
        200: /open, /in, /services
        403 permission_denied: /people, /keys, /read, POST /read, /recent, POST /entries, /entries, /none
        403 role_required: /readers
      service elsewhere:
        200: /open
        401 access_token_invalid: /in, /people, /keys, /services, /read, POST /read, /readers, /recent, POST /entries, /entries, /none
      forged token:
        200: /open
        401 access_token_invalid: /in, /people, /keys, /services, /read, POST /read, /readers, /recent, POST /entries, /entries, /none
      unknown key:
        200: /open
        401 invalid_api_key: /in, /people, /keys, /services, /read, POST /read, /readers, /recent, POST /entries, /entries, /none
      user and key:
        400 malformed_request: /open, /in, /people, /keys, /services, /read, POST /read, /readers, /recent, POST /entries, /entries, /none
      """;
}

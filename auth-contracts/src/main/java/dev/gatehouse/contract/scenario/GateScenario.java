package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.Route;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tables of the gate share: one route of each kind, and how to ask for it. */
public interface GateScenario extends ApiKeyScenario, ServiceScenario {
  /**
   * One route of each kind, asked for with GET unless it says otherwise. Of {@code /entries}, POST has a rule and GET has
   * none.
   */
  List<String> ROUTES = List.of(
      "/open",
      "/in",
      "/people",
      "/keys",
      "/services",
      "/read",
      "POST /read",
      "/readers",
      "/recent",
      "POST /entries",
      "/entries",
      "/none");

  /** Rules for {@link #ROUTES}; {@link #start()} must use them. */
  static GatehouseBuilder withRoutes(GatehouseBuilder builder) {
    return builder.routes(GateScenario::rules);
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
        .recentLogin(Duration.ofMinutes(10), "/recent")
        .require(Route.of("POST", "/entries"), PermissionHeld.of("auth.users:read"));
  }

  /**
   * Asks the gate for a page; a test class may ask a container instead.
   *
   * @param route a path to GET, or a method, a blank and a path
   * @param headers each a name, a colon, a blank and a value
   * @return {@code 200}, or the status and the code of the refusal
   */
  default String ask(TestGatehouse test, String route, String... headers) {
    GateResult result = test.gatehouse()
        .http()
        .handle(new GateRequest(method(route), path(route), List.of(headers)));
    return result instanceof GateResult.Answer answer
        ? answer.response().status() + " " + code(answer.response().body())
        : "200";
  }

  /** Returns the method of one of {@link #ROUTES}. */
  static String method(String route) {
    return route.startsWith("/") ? "GET" : route.substring(0, route.indexOf(' '));
  }

  /** Returns the path of one of {@link #ROUTES}. */
  static String path(String route) {
    return route.substring(route.indexOf('/'));
  }

  /** Returns the code in a problem body. */
  static String code(byte[] problem) {
    return String.valueOf(Json.read(problem).get("code"));
  }

  /** Returns the header of a token, or of a key that is sent like one. */
  static String[] bearer(Secret token) {
    return new String[] {"Authorization: Bearer " + token.reveal()};
  }

  /** Returns the header of a key. */
  static String[] apiKey(Secret key) {
    return new String[] {"X-Api-Key: " + key.reveal()};
  }

  /** Returns a line for each answer, with all that got it. */
  static String byAnswer(Map<String, String> answers) {
    Map<String, List<String>> askers = new LinkedHashMap<>();
    answers.forEach((asker, answer) ->
        askers.computeIfAbsent(answer, first -> new ArrayList<>()).add(asker));
    StringBuilder lines = new StringBuilder(256);
    askers.forEach((answer, all) -> lines
        .append("  ")
        .append(answer)
        .append(": ")
        .append(String.join(", ", all))
        .append('\n'));
    return lines.toString();
  }

  /** Checks that whoever is refused as who they are is refused so at every route but the open one. */
  default void refusedEverywhere(TestGatehouse test, String refusal, String... headers) {
    ROUTES.forEach(route -> assertThat(ask(test, route, headers))
        .as(route)
        .isEqualTo(route.equals("/open") ? "200" : refusal));
  }

  /** Returns what becomes of a caller at {@code /read}; whoever is not known there is not known anywhere. */
  default String verdict(TestGatehouse test, String... headers) {
    String verdict = ask(test, "/read", headers);
    if (verdict.startsWith("401")) {
      refusedEverywhere(test, verdict, headers);
    }
    return verdict;
  }
}

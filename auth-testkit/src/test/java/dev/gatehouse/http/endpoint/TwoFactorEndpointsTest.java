package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.otp.FactorRequirement;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Second factors over HTTP. */
final class TwoFactorEndpointsTest {
  private static final String ANN = "ann@example.com";
  private static final Set<String> WHILE_ENROLLING = Set.of(
      "POST /auth/step-up",
      "POST /auth/logout",
      "GET /auth/2fa",
      "POST /auth/2fa/totp",
      "POST /auth/2fa/totp/confirm");

  private final Desk desk = new Desk();

  @AfterEach
  void stop() {
    desk.close();
  }

  private Map<String, Object> post(int status, String path, String json, Secret as) {
    return desk.members(status, Sent.of("POST", path, json).as(as));
  }

  private Map<String, Object> login(int status, String json) {
    return desk.members(status, Sent.of("POST", "/login", json));
  }

  private static String credentials() {
    return "{\"login\":\"" + ANN + "\",\"password\":\"" + Desk.PASSWORD.reveal() + "\"}";
  }

  private AuthenticatorApp app(Map<String, Object> enrolment) {
    return AuthenticatorApp.of((String) enrolment.get("manualKey"), desk.test.clock());
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Map<String, Object> members, String name) {
    return (List<String>) members.get(name);
  }

  /** Sets up an app over HTTP and returns it, a minute later. */
  private AuthenticatorApp enrol(Secret as) {
    AuthenticatorApp app = app(post(200, "/2fa/totp", "{\"name\":\"phone\"}", as));
    Map<String, Object> confirmed =
        post(200, "/2fa/totp/confirm", "{\"code\":\"" + app.code().reveal() + "\"}", as);
    assertThat(strings(confirmed, "recoveryCodes")).hasSize(10).doesNotHaveDuplicates();
    desk.test.clock().advance(Duration.ofMinutes(1));
    return app;
  }

  private static String code(AuthenticatorApp app) {
    return "{\"code\":\"" + app.code().reveal() + "\"}";
  }

  private static String proof(AuthenticatorApp app) {
    return "{\"password\":\"" + Desk.PASSWORD.reveal() + "\",\"code\":\""
        + app.code().reveal() + "\"}";
  }

  @Test
  void anAppIsSetUpShownUsedAndRemoved() {
    Person ann = desk.person("ann");
    assertThat(desk.members(200, Sent.of("GET", "/2fa").as(ann.token())))
        .containsEntry("enabled", List.of())
        .containsEntry("required", false);
    Map<String, Object> enrolment = post(200, "/2fa/totp", "{}", ann.token());
    assertThat(enrolment).containsKeys("id", "otpauthUri", "manualKey", "qrSvg", "expiresAt");
    assertThat((String) enrolment.get("otpauthUri"))
        .startsWith("otpauth://totp/app.example.com:ann%40example.com?secret=");
    assertThat((String) enrolment.get("qrSvg")).startsWith("<svg ");
    AuthenticatorApp app = enrol(ann.token());
    Map<String, Object> status = desk.members(200, Sent.of("GET", "/2fa").as(ann.token()));
    assertThat(status)
        .containsEntry("enabled", List.of("recovery_code", "totp"))
        .containsEntry("recoveryCodesLeft", 10L);
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> apps = (List<Map<String, Object>>) status.get("apps");
    assertThat(apps).singleElement().satisfies(one -> {
      assertThat(one)
          .containsEntry("name", "phone")
          .containsOnlyKeys("id", "name", "createdAt", "lastUsedAt");
      String path = "/2fa/totp/" + one.get("id");
      assertThat(desk.verdict(Sent.of("DELETE", path).as(ann.token())))
          .as("OTP-09")
          .isEqualTo("401 invalid_code");
      assertThat(desk.verdict(Sent.of("DELETE", path, code(app)).as(ann.token())))
          .as("OTP-09: a code without the password")
          .isEqualTo("422 validation_failed");
      assertThat(desk.verdict(
              Sent.of("DELETE", path, proof(app).replace("heron", "hawk")).as(ann.token())))
          .as("OTP-09: a code with another password")
          .isEqualTo("401 invalid_credentials");
      assertThat(desk.verdict(Sent.of("DELETE", path, proof(app)).as(ann.token())))
          .isEqualTo("204");
    });
    assertThat(login(200, credentials())).containsEntry("status", "signed_in");
  }

  @Test
  void aLoginTakesBothFactors() {
    AuthenticatorApp app = enrol(desk.person("ann").token());
    Map<String, Object> asked = login(200, credentials());
    assertThat(asked)
        .containsEntry("status", "second_factor_required")
        .containsEntry("factors", List.of("recovery_code", "totp"))
        .doesNotContainKeys("user", "tokens", "session");
    String answer =
        "{\"challenge\":\"" + asked.get("challenge") + "\",\"factor\":\"totp\",\"code\":\"";
    assertThat(desk.verdict(
            Sent.of("POST", "/login/second-factor", answer + app.wrongCode().reveal() + "\"}")))
        .isEqualTo("401 invalid_code");
    String right = answer + app.code().reveal() + "\"}";
    assertThat(desk.members(200, Sent.of("POST", "/login/second-factor", right)))
        .containsEntry("status", "signed_in");
    assertThat(desk.verdict(Sent.of("POST", "/login/second-factor", right)))
        .isEqualTo("410 challenge_expired");
  }

  @Test
  void aLockedFactorSaysWhenItMayBeTriedAgain() {
    AuthenticatorApp app = enrol(desk.person("ann").token());
    for (int i = 0; i < 5; i++) {
      assertThat(desk.verdict(answer(app.wrongCode(), ""))).isEqualTo("401 invalid_code");
    }
    HttpResponse locked = desk.answer(answer(app.code(), ""));
    assertThat(locked.status()).isEqualTo(429);
    assertThat(locked.header("Retry-After")).contains("900");
  }

  private Sent answer(Secret code, String more) {
    String challenge = (String) login(200, credentials()).get("challenge");
    return Sent.of(
        "POST",
        "/login/second-factor",
        "{\"challenge\":\"" + challenge + "\",\"factor\":\"totp\",\"code\":\"" + code.reveal()
            + "\"" + more + "}");
  }

  @Test
  @DisplayName(
      "OTP-14: the cookie of a trusted browser is its own, for it alone, and spares the second factor")
  void aTrustedBrowserGetsItsOwnCookie() {
    Person ann = desk.person("ann");
    AuthenticatorApp app = enrol(ann.token());
    HttpResponse plain = desk.answer(answer(app.code(), ""));
    assertThat(plain.header("Set-Cookie")).isEmpty();
    desk.test.clock().advance(Duration.ofMinutes(1));
    HttpResponse remembered = desk.answer(answer(app.code(), ",\"rememberDevice\":true"));
    String cookie = remembered.header("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("__Host-gatehouse_trust=gbt_")
        .endsWith("; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict");
    WithCookie again = new WithCookie(
        Sent.of("POST", "/login", credentials()), cookie.substring(0, cookie.indexOf(';')));
    assertThat(status(again)).isEqualTo("signed_in");
    List<Map<String, Object>> browsers =
        Desk.items(desk.members(200, Sent.of("GET", "/2fa/trusted-devices").as(ann.token())));
    assertThat(browsers).hasSize(1);
    String path = "/2fa/trusted-devices/" + browsers.get(0).get("id");
    assertThat(desk.verdict(Sent.of("DELETE", path).as(ann.token()))).isEqualTo("204");
    assertThat(desk.verdict(Sent.of("DELETE", path).as(ann.token()))).isEqualTo("404 not_found");
    assertThat(status(again)).isEqualTo("second_factor_required");
  }

  @Test
  @DisplayName("OTP-14: a login stands whose browser cannot be remembered")
  void aLoginStandsWhoseBrowserCannotBeRemembered() {
    AuthenticatorApp app = enrol(desk.person("ann").token());
    Storage broken =
        Broken.at(desk.test.storage(), "trustedDevices", TrustedDeviceStore.class, "insert");
    try (TestGatehouse test = TestGatehouse.on(broken, desk.test.clock(), builder -> builder)) {
      String challenge =
          (String) members(test, Sent.of("POST", "/login", credentials())).get("challenge");
      Sent answer = Sent.of(
          "POST",
          "/login/second-factor",
          "{\"challenge\":\"" + challenge + "\",\"factor\":\"totp\",\"code\":\""
              + app.code().reveal() + "\",\"rememberDevice\":true}");
      HttpResponse signedIn = answer(test, answer);
      assertThat(signedIn.header("Set-Cookie")).isEmpty();
      assertThat(Json.read(signedIn.body()))
          .containsEntry("status", "signed_in")
          .containsKey("tokens");
    }
  }

  private Object status(WithCookie request) {
    return Json.read(((GateResult.Answer) desk.gatehouse.http().handle(request))
            .response()
            .body())
        .get("status");
  }

  @Test
  void aRecentLoginIsProvenByACode() {
    Person ann = desk.person("ann");
    AuthenticatorApp app = enrol(ann.token());
    desk.test.clock().advance(Duration.ofMinutes(6));
    assertThat(desk.verdict(Sent.of("DELETE", "/2fa/totp", proof(app)).as(ann.token())))
        .isEqualTo("401 step_up_required");
    Map<String, Object> done = post(
        200,
        "/step-up",
        "{\"factor\":\"totp\",\"proof\":\"" + app.code().reveal() + "\"}",
        ann.token());
    assertThat(done).containsOnlyKeys("authenticatedAt", "validUntil");
    assertThat(desk.verdict(
            Sent.of("POST", "/step-up", "{\"factor\":\"none\",\"proof\":\"1\"}").as(ann.token())))
        .isEqualTo("422 validation_failed");
    desk.test.clock().advance(Duration.ofMinutes(1));
    assertThat(desk.verdict(Sent.of("DELETE", "/2fa/totp", proof(app)).as(ann.token())))
        .isEqualTo("204");
  }

  @Test
  void newRecoveryCodesNeedACode() {
    Person ann = desk.person("ann");
    AuthenticatorApp app = enrol(ann.token());
    assertThat(desk.verdict(Sent.of("POST", "/2fa/recovery-codes").as(ann.token())))
        .isEqualTo("401 invalid_code");
    assertThat(strings(post(200, "/2fa/recovery-codes", proof(app), ann.token()), "recoveryCodes"))
        .hasSize(10);
  }

  @Test
  @DisplayName("6.3.3: an enrolment-only session meets one code on every route but five")
  void anEnrolmentOnlySessionMayDoFiveThings() {
    try (TestGatehouse test = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder
            .twoFactor(policy -> policy.withRequirement(FactorRequirement.ALL))
            .routes(routes -> routes.permitAll("/").authenticated("/notes")))) {
      test.verified(ANN, Desk.PASSWORD);
      Map<String, Object> login = members(test, Sent.of("POST", "/login", credentials()));
      assertThat(login).containsEntry("status", "enrolment_required");
      Secret token = Secret.of((String) Desk.object(login, "tokens").get("accessToken"));
      for (Endpoint endpoint : AllEndpoints.list()) {
        if (!endpoint.requirements().isEmpty()
            && !WHILE_ENROLLING.contains(endpoint.route().toString())) {
          assertThat(members(test, request(endpoint).as(token)))
              .as(endpoint.route().toString())
              .containsEntry("code", "factor_enrolment_required");
        }
      }
      assertThat(members(test, Sent.of("GET", "/session").as(token)))
          .containsEntry("authenticated", false);
      assertThat(members(test, Sent.of("GET", "/2fa").as(token))).containsEntry("required", true);
      AuthenticatorApp app = AuthenticatorApp.of(
          (String) members(test, Sent.of("POST", "/2fa/totp", "{}").as(token)).get("manualKey"),
          test.clock());
      members(test, Sent.of("POST", "/2fa/totp/confirm", code(app)).as(token));
      assertThat(members(test, Sent.of("GET", "/me").as(token))).containsKey("user");
    }
  }

  @Test
  void anEnrolmentOnlySessionLogsOut() {
    try (TestGatehouse test = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder.twoFactor(policy -> policy.withRequirement(FactorRequirement.ALL)))) {
      test.verified(ANN, Desk.PASSWORD);
      Map<String, Object> tokens =
          Desk.object(members(test, Sent.of("POST", "/login", credentials())), "tokens");
      Secret token = Secret.of((String) tokens.get("accessToken"));
      assertThat(answer(test, Sent.of("POST", "/logout").as(token)).status()).isEqualTo(204);
      assertThat(members(test, Sent.of("GET", "/2fa").as(token)))
          .containsEntry("code", "session_ended");
      Map<String, Object> second =
          Desk.object(members(test, Sent.of("POST", "/login", credentials())), "tokens");
      String refresh = "{\"refreshToken\":\"" + second.get("refreshToken") + "\"}";
      assertThat(answer(test, Sent.of("POST", "/logout", refresh)).status()).isEqualTo(204);
      assertThat(members(
              test, Sent.of("GET", "/2fa").as(Secret.of((String) second.get("accessToken")))))
          .containsEntry("code", "session_ended");
    }
  }

  private static Sent request(Endpoint endpoint) {
    String path = endpoint.route().path().replaceFirst("^/auth", "").replaceAll("[{].*?[}]", "x");
    return Sent.of(endpoint.route().method(), path);
  }

  private static HttpResponse answer(TestGatehouse test, Sent request) {
    return ((GateResult.Answer) test.gatehouse().http().handle(request)).response();
  }

  private static Map<String, Object> members(TestGatehouse test, Sent request) {
    return Json.read(answer(test, request).body());
  }
}

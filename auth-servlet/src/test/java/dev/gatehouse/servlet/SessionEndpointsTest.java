package dev.gatehouse.servlet;

import static dev.gatehouse.servlet.Site.OWN_PAGE;
import static dev.gatehouse.servlet.Site.PASSWORD;
import static dev.gatehouse.servlet.Site.assertProblem;
import static dev.gatehouse.servlet.Site.assertProblemFree;
import static dev.gatehouse.servlet.Site.bearer;
import static dev.gatehouse.servlet.Site.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.UserId;
import dev.gatehouse.servlet.RawHttp.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The endpoints of logins, tokens and sessions, with the real services behind them and a real container in front. */
final class SessionEndpointsTest {
  private static final String ADA = "ada@example.org";

  @RegisterExtension
  final Site site = Site.start();

  @Test
  @DisplayName("SESS-03 tokens come in cookies or in the body, never in both")
  void tokensComeOneWay() throws Exception {
    site.verified(ADA);
    Reply cookies = site.post(
        "/login", Map.of("login", ADA, "password", PASSWORD, "delivery", "cookie"), OWN_PAGE);
    assertThat(json(cookies)).doesNotContainKey("tokens").containsEntry("status", "signed_in");
    assertThat(cookies.values("Set-Cookie"))
        .hasSize(2)
        .allMatch(value -> value.contains("; HttpOnly; Secure; "));
    Reply body = site.post("/login", Map.of("login", ADA, "password", PASSWORD));
    assertThat(body.values("Set-Cookie")).isEmpty();
    assertThat(json(body)).containsKey("tokens");
  }

  @Test
  @DisplayName("RT-11 RT-12 refresh takes the refresh token the way it came, and no other token")
  void refreshTakesTheRefreshTokenTheWayItCame() throws Exception {
    site.verified(ADA);
    Map<?, ?> tokens = site.login(ADA);
    Reply refreshed = site.post("/refresh", Map.of("refreshToken", tokens.get("refreshToken")));
    assertThat(json(refreshed)).containsKeys("tokens", "expiresIn");
    assertThat(refreshed.values("Set-Cookie")).isEmpty();
    assertProblem(
        site.post("/refresh", Map.of("refreshToken", tokens.get("accessToken"))),
        401,
        "refresh_token_invalid");
    assertProblem(site.post("/refresh", Map.of()), 401, "refresh_token_invalid");

    String cookies = site.cookies(ADA);
    Reply byCookie = site.send("POST", "/refresh", cookies, OWN_PAGE);
    assertThat(byCookie.status()).isEqualTo(200);
    assertThat(json(byCookie)).containsOnlyKeys("expiresIn");
    assertThat(byCookie.values("Set-Cookie")).hasSize(2);
    assertProblem(site.send("POST", "/refresh", cookies), 403, "cross_site_request_blocked");
    assertProblem(
        site.send("POST", "/refresh", cookies, "Sec-Fetch-Site: cross-site"),
        403,
        "cross_site_request_blocked");
    assertProblem(
        site.post("/refresh", Map.of("refreshToken", "x"), cookies, OWN_PAGE),
        400,
        "malformed_request");
    assertProblem(
        site.send("POST", "/refresh", cookies.replace("__Host-", ""), OWN_PAGE),
        401,
        "refresh_token_invalid");
  }

  @Test
  @DisplayName(
      "RT-01 a refresh token that was used before ends the session, and the problem says so")
  void aUsedRefreshTokenEndsTheSession() throws Exception {
    site.verified(ADA);
    Map<?, ?> tokens = site.login(ADA);
    site.post("/refresh", Map.of("refreshToken", tokens.get("refreshToken")));
    site.gatehouse.clock().advance(Duration.ofSeconds(11));
    assertProblem(
        site.post("/refresh", Map.of("refreshToken", tokens.get("refreshToken"))),
        401,
        "refresh_token_reused");
    Reply dead = site.send("GET", "/me", bearer(tokens));
    assertProblem(dead, 401, "session_ended");
    assertThat(json(dead)).containsEntry("reason", "reuse_detected");
    assertThat(dead.values("WWW-Authenticate"))
        .containsExactly("Bearer realm=\"app.example.com\", error=\"invalid_token\"");
  }

  @Test
  @DisplayName(
      "SESS-08 logout ends the session once; without a session it changes nothing and is no error")
  void logoutEndsTheSession() throws Exception {
    site.verified(ADA);
    assertProblemFree(site.send("POST", "/logout"), 204);
    Map<?, ?> tokens = site.login(ADA);
    Reply out = site.send("POST", "/logout", bearer(tokens));
    assertProblemFree(out, 204);
    assertThat(out.values("Set-Cookie"))
        .hasSize(2)
        .allMatch(value -> value.contains("; Max-Age=0; "));
    assertProblem(site.send("GET", "/me", bearer(tokens)), 401, "session_ended");
    assertProblem(
        site.post("/refresh", Map.of("refreshToken", tokens.get("refreshToken"))),
        401,
        "session_ended");
    String cookies = site.cookies(ADA);
    assertProblem(
        site.send("POST", "/logout", cookies, "Origin: https://evil.com"),
        403,
        "cross_site_request_blocked");
    assertThat(site.send("GET", "/me", cookies).status()).isEqualTo(200);
    assertThat(site.gatehouse.audited("csrf.blocked")).hasSize(1);
  }

  @Test
  @DisplayName("SESS-05 logout of a page whose access token has run out still ends the session")
  void logoutWorksWithTheRefreshTokenAlone() throws Exception {
    site.verified(ADA);
    String cookies = site.cookies(ADA);
    site.gatehouse.clock().advance(Duration.ofMinutes(11));
    assertProblem(site.send("GET", "/me", cookies), 401, "access_token_expired");
    assertProblemFree(site.send("POST", "/logout", cookies, OWN_PAGE), 204);
    assertProblem(site.send("POST", "/refresh", cookies, OWN_PAGE), 401, "session_ended");
  }

  @Test
  void logoutOfOthersAndOfAllNeedsSomebody() throws Exception {
    site.verified(ADA);
    Map<?, ?> first = site.login(ADA);
    Map<?, ?> second = site.login(ADA);
    assertProblem(site.post("/logout", Map.of("scope", "all")), 401, "authentication_required");
    assertProblem(site.post("/logout", Map.of("scope", "others")), 401, "authentication_required");
    assertProblemFree(site.post("/logout", Map.of("scope", "others"), bearer(second)), 204);
    assertThat(site.send("GET", "/me", bearer(first)).status()).isEqualTo(401);
    assertThat(site.send("GET", "/me", bearer(second)).status()).isEqualTo(200);
    assertProblemFree(site.post("/logout", Map.of("scope", "all"), bearer(second)), 204);
    assertThat(site.send("GET", "/me", bearer(second)).status()).isEqualTo(401);
  }

  @Test
  void tellsWhoIsThereAndAnswersNobodyToo() throws Exception {
    site.verified(ADA);
    assertThat(site.send("GET", "/session").body()).isEqualTo("{\"authenticated\":false}");
    assertThat(site.send("GET", "/session", "Authorization: Bearer x").body())
        .isEqualTo("{\"authenticated\":false}");
    Map<?, ?> tokens = site.login(ADA);
    Map<String, Object> session = json(site.send("GET", "/session", bearer(tokens)));
    assertThat(session).containsEntry("authenticated", true).containsKeys("user", "session");
    Map<String, Object> me = json(site.send("GET", "/me", bearer(tokens)));
    assertThat(me).containsOnlyKeys("user", "session", "roles", "permissions");
    assertThat(me.toString())
        .contains("current=true")
        .doesNotContain("epoch")
        .doesNotContain("igest");
    assertProblem(site.send("GET", "/me"), 401, "authentication_required");
  }

  @Test
  @DisplayName("SESS-09 a session of somebody else does not exist")
  void endsOwnSessionsOnly() throws Exception {
    site.verified(ADA);
    site.verified("eve@example.org");
    Map<?, ?> ada = site.login(ADA);
    Map<?, ?> eve = site.login("eve@example.org");
    Map<?, ?> second = site.login(ADA);
    List<?> items = (List<?>) json(site.send("GET", "/sessions", bearer(ada))).get("items");
    assertThat(items).hasSize(2);
    for (Object item : items) {
      String id = ((Map<?, ?>) item).get("id").toString();
      assertProblem(site.send("DELETE", "/sessions/" + id, bearer(eve)), 404, "not_found");
    }
    assertProblem(site.send("DELETE", "/sessions/x", bearer(ada)), 404, "not_found");
    Reply ended = site.send("DELETE", "/sessions?except=current", bearer(ada));
    assertThat(ended.body()).isEqualTo("{\"ended\":1}");
    assertThat(site.send("GET", "/me", bearer(second)).status()).isEqualTo(401);
    assertThat(site.send("DELETE", "/sessions", bearer(ada)).body()).isEqualTo("{\"ended\":1}");
    assertThat(site.send("GET", "/me", bearer(ada)).status()).isEqualTo(401);
    assertThat(site.send("GET", "/me", bearer(eve)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("HTTP-13 an exception that is none, or comes twice, ends no session")
  void aStrangeExceptionEndsNoSession() throws Exception {
    site.verified(ADA);
    Map<?, ?> tokens = site.login(ADA);
    for (String query : List.of("?except=mine", "?except=current&except=x", "?except=")) {
      assertProblem(
          site.send("DELETE", "/sessions" + query, bearer(tokens)), 400, "malformed_request");
    }
    assertThat(site.send("GET", "/me", bearer(tokens)).status()).isEqualTo(200);
  }

  @Test
  void anOldLoginHasToBeConfirmedBeforeTheAccountIsClosed() throws Exception {
    site.verified(ADA);
    Map<?, ?> login = site.login(ADA);
    site.gatehouse.clock().advance(Duration.ofMinutes(9));
    Map<?, ?> tokens =
        (Map<?, ?>) json(site.post("/refresh", Map.of("refreshToken", login.get("refreshToken"))))
            .get("tokens");
    site.gatehouse.clock().advance(Duration.ofMinutes(2));
    Reply refused = site.send("DELETE", "/me", bearer(tokens));
    assertProblem(refused, 401, "step_up_required");
    assertThat(refused.values("WWW-Authenticate"))
        .containsExactly(
            "Bearer realm=\"app.example.com\", error=\"insufficient_user_authentication\", max_age=600");
    assertProblem(
        site.post(
            "/step-up", Map.of("factor", "password", "proof", "wrong password"), bearer(tokens)),
        401,
        "invalid_credentials");
    assertProblem(
        site.post("/step-up", Map.of("factor", "smell", "proof", PASSWORD), bearer(tokens)),
        422,
        "validation_failed");
    Reply stepped =
        site.post("/step-up", Map.of("factor", "password", "proof", PASSWORD), bearer(tokens));
    assertThat(json(stepped)).containsOnlyKeys("authenticatedAt", "validUntil");
    assertProblemFree(site.send("DELETE", "/me", bearer(tokens)), 204);
    assertThat(site.send("GET", "/me", bearer(tokens)).status()).isEqualTo(401);
  }

  @Test
  void aSecondFactorIsAskedForAndTaken() throws Exception {
    site.verified(ADA);
    UserId ada =
        site.gatehouse.gatehouse().users().findByEmail(ADA).orElseThrow().id();
    site.gatehouse.enroll(ada, "123456");
    Reply first = site.post("/login", Map.of("login", ADA, "password", PASSWORD));
    assertThat(json(first))
        .containsEntry("status", "second_factor_required")
        .containsEntry("factors", List.of("test"))
        .doesNotContainKey("tokens");
    assertThat(first.values("Set-Cookie")).isEmpty();
    String challenge = json(first).get("challenge").toString();
    assertProblem(
        site.post(
            "/login/second-factor",
            Map.of("challenge", challenge, "factor", "test", "code", "000000")),
        401,
        "invalid_code");
    Reply second = site.post(
        "/login/second-factor", Map.of("challenge", challenge, "factor", "test", "code", "123456"));
    assertThat(json(second)).containsEntry("status", "signed_in").containsKey("tokens");
  }

  @Test
  void publishesTheKeysForSomeMinutes() throws Exception {
    Reply keys = site.send("GET", "/.well-known/jwks.json");
    assertThat(keys.values("Cache-Control")).containsExactly("public, max-age=300");
    assertThat(keys.values("Content-Type")).containsExactly("application/jwk-set+json");
    List<?> published = (List<?>) json(keys).get("keys");
    assertThat(published).isNotEmpty();
    assertThat(keys.body()).contains("\"kty\"").doesNotContain("\"d\":");
  }
}

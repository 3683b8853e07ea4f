package dev.gatehouse.servlet;

import static dev.gatehouse.servlet.Site.PASSWORD;
import static dev.gatehouse.servlet.Site.assertProblem;
import static dev.gatehouse.servlet.Site.assertProblemFree;
import static dev.gatehouse.servlet.Site.bearer;
import static dev.gatehouse.servlet.Site.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.RawHttp.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints of accounts, with the real services behind them and a real container in front. */
final class AccountEndpointsTest {
  private static final String ADA = "ada@example.org";

  @RegisterExtension
  final Site site = Site.start();

  @Test
  void aStrangerRegistersProvesTheAddressLogsInAndIsLetIn() throws Exception {
    Reply registered = site.post(
        "/register", Map.of("email", ADA, "password", PASSWORD, "name", "Ada", "locale", "de-AT"));
    assertProblemFree(registered, 202);
    assertThat(registered.body()).isEqualTo("{\"status\":\"verification_sent\"}");
    assertProblem(
        site.post("/login", Map.of("login", ADA, "password", PASSWORD)),
        401,
        "invalid_credentials");
    String token = site.gatehouse.mailedToken(ADA).reveal();
    Map<?, ?> user =
        (Map<?, ?>) json(site.post("/verify-email", Map.of("token", token))).get("user");
    assertThat(user.get("name")).isEqualTo("Ada");
    assertThat(user.get("locale")).isEqualTo("de-AT");
    assertProblem(site.post("/verify-email", Map.of("token", token)), 400, "token_invalid");
    Map<?, ?> tokens = site.login(ADA);
    assertThat(tokens.get("tokenType")).isEqualTo("Bearer");
    assertThat(tokens.get("expiresIn")).isEqualTo(600L);
    assertThat(site.host("/account/x", bearer(tokens)).status()).isEqualTo(404);
    assertProblem(site.host("/account/x"), 401, "authentication_required");
  }

  @Test
  @DisplayName("HTTP-12 unknown and privileged members are never applied")
  void privilegedMembersAreNeverApplied() throws Exception {
    Map<String, Object> body = new LinkedHashMap<>(Map.of("email", ADA, "password", PASSWORD));
    body.putAll(Map.of(
        "id",
        "usr_00000000000000000000000000",
        "role",
        "admin",
        "isAdmin",
        true,
        "permissions",
        List.of("*"),
        "verified",
        true));
    body.putAll(Map.of(
        "emailVerified",
        true,
        "status",
        "active",
        "epoch",
        99,
        "createdAt",
        "1970-01-01T00:00:00Z"));
    assertThat(site.post("/register", body).status()).isEqualTo(202);
    assertThat(site.gatehouse.gatehouse().users().findByEmail(ADA)).hasValueSatisfying(user -> {
      assertThat(user.emailVerified()).isFalse();
      assertThat(user.status().name()).isEqualTo("PENDING");
      assertThat(user.id().toString()).isNotEqualTo("usr_00000000000000000000000000");
      assertThat(user.epoch()).isLessThan(99);
    });
    site.post("/verify-email", Map.of("token", site.gatehouse.mailedToken(ADA).reveal()));
    String access = bearer(site.login(ADA));
    Reply changed = site.patch(
        "/me", Map.of("name", "Countess", "status", "closed", "email", "eve@example.org"), access);
    Map<?, ?> user = (Map<?, ?>) json(changed).get("user");
    assertThat(user.get("name")).isEqualTo("Countess");
    assertThat(user.get("email")).isEqualTo(ADA);
    assertThat(user.get("status")).isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/register", "/verify-email/resend", "/password/forgot"})
  @DisplayName("a known and an unknown address get the same bytes")
  void aKnownAndAnUnknownAddressGetTheSameBytes(String path) throws Exception {
    site.verified(ADA);
    Reply known = site.post(path, Map.of("email", ADA, "password", PASSWORD), "X-Request-Id: r");
    Reply unknown = site.post(
        path, Map.of("email", "bob@example.org", "password", PASSWORD), "X-Request-Id: r");
    assertThat(known.status()).isEqualTo(202);
    assertThat(known.body()).isEqualTo(unknown.body());
    assertThat(withoutDate(known)).isEqualTo(withoutDate(unknown));
  }

  @Test
  void aWrongPasswordAndAnUnknownAccountGetTheSameBytes() throws Exception {
    site.verified(ADA);
    Reply wrong = site.post(
        "/login", Map.of("login", ADA, "password", "not the password"), "X-Request-Id: r");
    Reply unknown = site.post(
        "/login", Map.of("login", "bob@example.org", "password", PASSWORD), "X-Request-Id: r");
    assertProblem(wrong, 401, "invalid_credentials");
    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(withoutDate(wrong)).isEqualTo(withoutDate(unknown));
  }

  @Test
  @DisplayName("HTTP-11 every wrong member is named at once")
  void everyWrongMemberIsNamedAtOnce() throws Exception {
    Reply reply =
        site.post("/login", Map.of("login", List.of(ADA), "password", true, "delivery", "pigeon"));
    assertProblem(reply, 422, "validation_failed");
    assertThat(reply.body()).contains("/login", "/password", "/delivery");
  }

  @Test
  void aForgottenPasswordIsReplaced() throws Exception {
    site.verified(ADA);
    Map<?, ?> tokens = site.login(ADA);
    site.post("/password/forgot", Map.of("email", ADA));
    String token = site.gatehouse.mailedToken(ADA).reveal();
    assertProblem(
        site.post("/password/reset", Map.of("token", token, "password", "short")),
        422,
        "weak_password");
    String fresh = "a much better secret";
    assertProblemFree(site.post("/password/reset", Map.of("token", token, "password", fresh)), 204);
    assertProblem(
        site.post("/password/reset", Map.of("token", token, "password", fresh)),
        400,
        "token_invalid");
    assertThat(site.send("GET", "/me", bearer(tokens)).status()).isEqualTo(401);
    assertProblem(
        site.post("/login", Map.of("login", ADA, "password", PASSWORD)),
        401,
        "invalid_credentials");
    assertThat(site.post("/login", Map.of("login", ADA, "password", fresh)).status())
        .isEqualTo(200);
  }

  @Test
  void aPasswordIsChangedByItsOwnerAndJudgedForAnybody() throws Exception {
    site.verified(ADA);
    String access = bearer(site.login(ADA));
    String fresh = "a much better secret";
    assertProblem(
        site.post("/me/password", Map.of("currentPassword", "wrong", "newPassword", fresh), access),
        401,
        "invalid_credentials");
    assertProblemFree(
        site.post(
            "/me/password", Map.of("currentPassword", PASSWORD, "newPassword", fresh), access),
        204);
    assertThat(site.send("GET", "/me", access).status()).isEqualTo(200);
    assertThat(site.post("/password/check", Map.of("password", "short")).body())
        .isEqualTo("{\"acceptable\":false,\"reasons\":[\"too_short\"]}");
    assertThat(site.post("/password/check", Map.of("password", fresh, "email", ADA))
            .body())
        .isEqualTo("{\"acceptable\":true,\"reasons\":[]}");
  }

  @Test
  void anAddressIsChangedByWhoeverHoldsTheMail() throws Exception {
    site.verified(ADA);
    String access = bearer(site.login(ADA));
    Reply asked = site.post("/me/email", Map.of("email", "countess@example.org"), access);
    assertProblemFree(asked, 202);
    String token = site.gatehouse.mailedToken("countess@example.org").reveal();
    Map<?, ?> user =
        (Map<?, ?>) json(site.post("/me/email/confirm", Map.of("token", token))).get("user");
    assertThat(user.get("email")).isEqualTo("countess@example.org");
    assertProblem(site.post("/me/email/confirm", Map.of("token", token)), 400, "token_invalid");
  }

  @Test
  @DisplayName("HTTP-17 naughty text gets an answer below 500 and comes back as it was")
  void naughtyTextComesBackAsItWas() throws Exception {
    site.verified(ADA);
    String access = bearer(site.login(ADA));
    for (String name : List.of(
        "<script>alert(1)</script>",
        "'; DROP TABLE users;--",
        "$(touch /tmp/x)",
        "Ω≈ç√∫",
        "田中さん",
        "👩‍👩‍👧",
        "‮evil",
        "null",
        "undefined",
        "1e400",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "%s%n",
        "../../etc/passwd",
        "\"",
        "\\")) {
      Reply reply = site.patch("/me", Map.of("name", name), access);
      assertThat(reply.status()).as(name).isIn(200, 422);
      if (reply.status() == 200) {
        assertThat(((Map<?, ?>) json(reply).get("user")).get("name")).isEqualTo(name);
      }
    }
    for (String member : List.of("email", "password", "token", "login")) {
      for (String text : List.of("\u0000", "a\nb@c", "\ud83d\udca9", "x".repeat(9_000), " ")) {
        for (String path : List.of(
            "/register", "/login", "/verify-email", "/password/forgot", "/password/reset")) {
          Map<String, Object> body = new LinkedHashMap<>(
              Map.of("email", ADA, "password", PASSWORD, "token", "x", "login", ADA));
          body.put(member, text);
          assertThat(site.post(path, body).status()).as("%s %s", path, member).isLessThan(500);
        }
      }
    }
  }

  private static List<String> withoutDate(Reply reply) {
    return reply.headers().stream().filter(line -> !line.startsWith("Date:")).toList();
  }
}

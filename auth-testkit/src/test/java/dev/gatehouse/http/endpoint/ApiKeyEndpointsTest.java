package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.rbac.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ApiKeyEndpointsTest {
  private final Desk desk = new Desk();
  private final String reader = desk.role("reader", "invoices:read", "auth.users:read");
  private final Person ann = desk.person("ann", reader);
  private final Person bob = desk.person("bob");

  @AfterEach
  void stop() {
    desk.close();
  }

  private Map<String, Object> made(String json) {
    return desk.members(201, Sent.of("POST", "/api-keys", json).as(ann.token()));
  }

  private String madeId(String name) {
    return String.valueOf(
        Desk.object(made("{\"name\":\"" + name + "\"}"), "key").get("id"));
  }

  private String verdict(String method, String path, String json, Person by) {
    return desk.verdict(Sent.of(method, path, json).as(by.token()));
  }

  @Test
  @DisplayName("KEY-09: the secret is shown once; later only its beginning")
  void theSecretIsShownOnce() {
    Map<String, Object> made = made(
        "{\"name\":\"ci\",\"permissions\":[\"invoices:read\"],\"allowFrom\":[\"192.0.2.0/24\"]}");
    String token = String.valueOf(made.get("token"));
    Map<String, Object> key = Desk.object(made, "key");
    assertThat(key)
        .containsEntry("owner", ann.id().toString())
        .containsEntry("name", "ci")
        .containsEntry("permissions", List.of("invoices:read"))
        .containsEntry("allowFrom", List.of("192.0.2.0/24"))
        .containsEntry("status", "active");
    assertThat(token).startsWith(String.valueOf(key.get("start")));
    String path = "/api-keys/" + key.get("id");
    String secret = token.substring(String.valueOf(key.get("start")).length());
    for (Sent later : List.of(
        Sent.of("GET", "/api-keys"),
        Sent.of("GET", path),
        Sent.of("PATCH", path, "{\"name\":\"other\"}"))) {
      HttpResponse answer = desk.answer(later.as(ann.token()));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .contains(String.valueOf(key.get("start")))
          .doesNotContain(secret)
          .doesNotContain("digest");
    }
    assertThat(desk.test.audited("api_key.created").toString()).doesNotContain(secret);
  }

  @Test
  @DisplayName("KEY-01: whose key it is decides the credential, whatever the body says")
  void theOwnerIsWhoAsks() {
    Map<String, Object> made = made(
        "{\"name\":\"mine\",\"owner\":\"" + bob.id() + "\",\"userId\":\""
            + bob.id()
            + "\",\"id\":\"key_0\",\"status\":\"revoked\",\"detached\":true,\"version\":7,\"credits\":5}");
    assertThat(Desk.object(made, "key"))
        .containsEntry("owner", ann.id().toString())
        .containsEntry("detached", false)
        .containsEntry("status", "active");
    assertThat(desk.verdict(Sent.of("POST", "/api-keys", "{\"name\":\"x\"}")))
        .isEqualTo("401 authentication_required");
    assertThat(desk.verdict(Sent.of("POST", "/api-keys", "{\"name\":\"x\"}")
            .as(Secret.of(String.valueOf(made.get("token"))))))
        .isEqualTo("403 permission_denied");
  }

  @Test
  @DisplayName("KEY-02: a key gets no more than its maker holds, and shrinks with its owner")
  void aKeyIsBoundedByItsOwner() {
    for (String wider : List.of("invoices:write", "invoices:*", "*:*")) {
      Map<String, Object> refused = desk.members(
          403,
          Sent.of(
                  "POST",
                  "/api-keys",
                  "{\"name\":\"x\",\"permissions\":[\"invoices:read\",\"" + wider + "\"]}")
              .as(ann.token()));
      assertThat(refused)
          .containsEntry("code", "permission_not_held")
          .containsEntry("permission", wider);
    }
    assertThat(verdict("POST", "/api-keys", "{\"name\":\"x\",\"roles\":[\"auth-admin\"]}", ann))
        .isEqualTo("403 permission_not_held");
    Map<String, Object> made = made("{\"name\":\"users\",\"permissions\":[\"auth.users:read\"]}");
    String path = "/api-keys/" + Desk.object(made, "key").get("id");
    assertThat(verdict("PATCH", path, "{\"permissions\":[\"invoices:write\"]}", ann))
        .isEqualTo("403 permission_not_held");
    Sent use = Sent.of("GET", "/admin/api/users").as(Secret.of(String.valueOf(made.get("token"))));
    assertThat(desk.verdict(use)).isEqualTo("200");
    assertThat(desk.gatehouse
            .roleAssignments()
            .unassign(Subject.user(ann.id()), reader, "", Desk.SETUP, Desk.NONE))
        .isTrue();
    assertThat(desk.verdict(use)).isEqualTo("403 permission_denied");
  }

  @Test
  @DisplayName("KEY-05: no key opens what belongs to a person's session")
  void noKeyOpensWhatIsForPeople() {
    Secret key = desk.key(Subject.user(ann.id()), "*:*").secret();
    for (Sent request : List.of(
        Sent.of("GET", "/me"),
        Sent.of("PATCH", "/me", "{}"),
        Sent.of("DELETE", "/me"),
        Sent.of("GET", "/me/export"),
        Sent.of("POST", "/me/password", "{}"),
        Sent.of("POST", "/me/email", "{}"),
        Sent.of("POST", "/step-up", "{}"),
        Sent.of("GET", "/sessions"),
        Sent.of("DELETE", "/sessions"),
        Sent.of("DELETE", "/sessions/" + ann.session()),
        Sent.of("GET", "/api-keys"),
        Sent.of("POST", "/api-keys", "{\"name\":\"x\"}"),
        Sent.of("GET", "/api-keys/" + madeId("a")),
        Sent.of("DELETE", "/api-keys/" + madeId("b")),
        Sent.of("POST", "/api-keys/" + madeId("c") + "/rotate"))) {
      assertThat(desk.verdict(request.as(key)))
          .as(request.method() + " " + request.target())
          .isEqualTo("403 permission_denied");
    }
    String refresh = "{\"refreshToken\":\"" + key.reveal() + "\"}";
    assertThat(desk.verdict(Sent.of("POST", "/refresh", refresh)))
        .isEqualTo("401 refresh_token_invalid");
    assertThat(desk.verdict(Sent.of("POST", "/refresh", "{}").as(key))).startsWith("401 ");
  }

  @Test
  void aKeyOfSomebodyElseDoesNotExist() {
    String path = "/api-keys/" + madeId("anns");
    assertThat(verdict("GET", path, "", bob)).isEqualTo("404 not_found");
    assertThat(verdict("PATCH", path, "{\"name\":\"x\"}", bob)).isEqualTo("404 not_found");
    assertThat(verdict("DELETE", path, "", bob)).isEqualTo("404 not_found");
    assertThat(verdict("POST", path + "/rotate", "", bob)).isEqualTo("404 not_found");
    assertThat(verdict("GET", "/api-keys/nonsense", "", ann)).isEqualTo("404 not_found");
    assertThat(Desk.items(desk.members(200, Sent.of("GET", "/api-keys").as(bob.token()))))
        .isEmpty();
    assertThat(verdict("GET", path, "", ann)).isEqualTo("200");
  }

  @Test
  void makingAndRotatingNeedARecentLogin() {
    String path = "/api-keys/" + madeId("old");
    desk.test.clock().advance(Duration.ofMinutes(6));
    assertThat(verdict("POST", "/api-keys", "{\"name\":\"x\"}", ann))
        .isEqualTo("401 step_up_required");
    assertThat(verdict("POST", path + "/rotate", "", ann)).isEqualTo("401 step_up_required");
    for (String wider : List.of("permissions", "roles", "allowFrom")) {
      assertThat(verdict("PATCH", path, "{\"" + wider + "\":[]}", ann))
          .isEqualTo("401 step_up_required");
    }
    assertThat(verdict("PATCH", path, "{\"name\":\"new\"}", ann)).isEqualTo("200");
    assertThat(verdict("GET", path, "", ann)).isEqualTo("200");
    assertThat(verdict("DELETE", path, "", ann)).isEqualTo("204");
  }

  @Test
  void aRevokedKeyIsListedOnlyIfAskedFor() {
    String path = "/api-keys/" + madeId("gone");
    assertThat(verdict("DELETE", path, "", ann)).isEqualTo("204");
    assertThat(verdict("DELETE", path, "", ann)).as("again").isEqualTo("204");
    assertThat(Desk.items(desk.members(200, Sent.of("GET", "/api-keys").as(ann.token()))))
        .isEmpty();
    Map<String, Object> all =
        desk.members(200, Sent.of("GET", "/api-keys?includeRevoked=true").as(ann.token()));
    assertThat(Desk.items(all))
        .singleElement()
        .satisfies(key -> assertThat(key)
            .containsEntry("status", "revoked")
            .containsEntry("statusReason", "revoked by its owner"));
    assertThat(desk.audited("api_key.revoked").data()).containsEntry("status.before", "active");
    assertThat(verdict("GET", "/api-keys?includeRevoked=yes", "", ann))
        .isEqualTo("400 malformed_request");
  }

  @Test
  void pagesHoldEveryKeyOnceNewestFirst() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      desk.test.clock().advance(Duration.ofMillis(5));
      made.add(0, madeId("k" + i));
    }
    List<String> seen = new ArrayList<>();
    String target = "/api-keys?limit=2";
    while (!target.isEmpty()) {
      Map<String, Object> page = desk.members(200, Sent.of("GET", target).as(ann.token()));
      Desk.items(page).forEach(key -> seen.add(String.valueOf(key.get("id"))));
      target = page.containsKey("nextCursor")
          ? "/api-keys?limit=2&cursor=" + page.get("nextCursor")
          : "";
    }
    assertThat(seen).isEqualTo(made);
    for (String bad : List.of(
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=-1",
        "cursor=x",
        "limit=2&limit=3",
        "cursor=" + ann.id())) {
      assertThat(verdict("GET", "/api-keys?" + bad, "", ann))
          .as(bad)
          .isEqualTo("400 malformed_request");
    }
  }

  @Test
  @DisplayName(
      "KEY-03: a rotated key works on until the overlap is over, and not one moment longer")
  void rotationOverlaps() {
    Map<String, Object> made =
        made("{\"name\":\"r\",\"permissions\":[\"auth.users:read\"],\"expiresIn\":\"P30D\"}");
    String path = "/api-keys/" + Desk.object(made, "key").get("id");
    Instant now = desk.test.clock().instant();
    Map<String, Object> rotated =
        desk.members(201, Sent.of("POST", path + "/rotate", "{\"overlap\":60}").as(ann.token()));
    assertThat(Instant.parse(String.valueOf(rotated.get("oldExpiresAt"))))
        .isEqualTo(now.plusSeconds(60));
    assertThat(Desk.object(rotated, "key")).containsEntry("rotatedFrom", path.substring(10));
    Sent use = Sent.of("GET", "/admin/api/users");
    Sent withOld = use.as(Secret.of(String.valueOf(made.get("token"))));
    Sent withNew = use.as(Secret.of(String.valueOf(rotated.get("token"))));
    assertThat(desk.verdict(withOld)).isEqualTo("200");
    assertThat(desk.verdict(withNew)).isEqualTo("200");
    desk.test.clock().advance(Duration.ofSeconds(60));
    assertThat(desk.verdict(withOld)).isEqualTo("401 api_key_expired");
    assertThat(desk.verdict(withNew)).isEqualTo("200");
    String successor = "/api-keys/" + Desk.object(rotated, "key").get("id");
    Map<String, Object> atOnce = desk.members(
        201, Sent.of("POST", successor + "/rotate", "{\"overlap\":\"PT0S\"}").as(ann.token()));
    assertThat(atOnce).doesNotContainKey("oldExpiresAt");
    assertThat(desk.verdict(withNew)).isEqualTo("401 api_key_revoked");
  }

  @Test
  void spansAreSecondsOrIso() {
    Instant now = desk.test.clock().instant();
    for (String span : List.of("86400", "\"P1D\"", "\"PT24H\"")) {
      Map<String, Object> key =
          Desk.object(made("{\"name\":\"s\",\"expiresIn\":" + span + "}"), "key");
      assertThat(Instant.parse(String.valueOf(key.get("expiresAt"))))
          .isEqualTo(now.plus(Duration.ofDays(1)));
    }
    for (String bad : List.of(
        "0",
        "-1",
        "\"P366D\"",
        "\"tomorrow\"",
        "1.5",
        "true",
        "9e99",
        "9223372036854775807",
        "\"P1M\"")) {
      assertThat(verdict("POST", "/api-keys", "{\"name\":\"s\",\"expiresIn\":" + bad + "}", ann))
          .as(bad)
          .isEqualTo("422 validation_failed");
    }
  }

  @Test
  void wrongFieldsAreAllNamedAtOnce() {
    Map<String, Object> refused = desk.members(
        422,
        Sent.of(
                "POST",
                "/api-keys",
                "{\"permissions\":[\"Invoices Read\"],\"roles\":\"x\",\"allowFrom\":[\"here\",7]}")
            .as(ann.token()));
    assertThat(String.valueOf(refused.get("errors")))
        .contains("/name", "/permissions", "/roles", "/allowFrom");
    assertThat(verdict("POST", "/api-keys", "", ann)).isEqualTo("415 unsupported_media_type");
  }
}

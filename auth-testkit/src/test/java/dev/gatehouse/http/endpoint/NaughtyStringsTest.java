package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.rbac.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The row HTTP-17 of the abuse catalogue: the Big List of Naughty Strings, whole, in all that is text. */
@Tag("thorough")
final class NaughtyStringsTest {
  private static final String ANN = "ann@example.com";
  private static final Map<String, Object> FORGOTTEN = Map.of("token", "x", "password", "y");

  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");
  private final Person ann = desk.person("ann");
  private final Person victim = desk.person("victim");
  private final IssuedApiKey key = desk.key(Subject.user(ann.id()));
  private final String service = desk.service("reports").service().id().toString();
  private final List<String> strings = strings();
  private final Map<String, String> wrong = new TreeMap<>();

  @AfterEach
  void stop() {
    desk.close();
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings() {
    try (InputStream list = NaughtyStringsTest.class.getResourceAsStream("blns.json")) {
      assertThat(list).isNotNull();
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return (List<String>)
          Json.read(("{\"all\":" + text + "}").getBytes(StandardCharsets.UTF_8)).get("all");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("HTTP-17 515 naughty strings in every text of every body of strangers: 2xx or 4xx")
  void strangersGetAnAnswer() {
    assertThat(strings).hasSize(515);
    everyText(
        "POST",
        "/register",
        Map.of(
            "email",
            "n@example.com",
            "password",
            "a heron at the mill",
            "name",
            "n",
            "locale",
            "en"));
    everyText("POST", "/verify-email", Map.of("token", "x"));
    everyText("POST", "/verify-email/resend", Map.of("email", ANN));
    everyText(
        "POST",
        "/login",
        Map.of("login", ANN, "password", "x", "deviceName", "d", "delivery", "body"));
    everyText(
        "POST",
        "/login/second-factor",
        Map.of("challenge", "x", "factor", "totp", "code", "1", "deviceName", "d"));
    everyText("POST", "/unlock", Map.of("token", "x"));
    everyText("POST", "/unlock/request", Map.of("email", ANN));
    everyText("POST", "/refresh", Map.of("refreshToken", "x"));
    everyText("POST", "/me/email/confirm", Map.of("token", "x"));
    everyText("POST", "/me/email/undo", Map.of("token", "x"));
    everyText("POST", "/password/forgot", Map.of("email", ANN));
    everyText("POST", "/password/reset", FORGOTTEN);
    everyText("POST", "/password/check", Map.of("password", "x", "email", ANN));
    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName("HTTP-17 515 naughty strings in every text of every body of people: 2xx or 4xx")
  void peopleGetAnAnswer() {
    everyText(as(ann), "PATCH", "/me", Map.of("name", "n", "locale", "en"));
    everyText(as(ann), "POST", "/me/email", Map.of("email", "n@example.com"));
    everyText(as(ann), "POST", "/step-up", Map.of("factor", "password", "proof", "x"));
    everyText(
        as(ann),
        "POST",
        "/api-keys",
        Map.of(
            "name",
            "k",
            "environment",
            "live",
            "expiresIn",
            "P1D",
            "permissions",
            List.of("x"),
            "roles",
            List.of("x"),
            "allowFrom",
            List.of("x")));
    everyText(
        as(ann),
        "PATCH",
        "/api-keys/" + key.key().id(),
        Map.of(
            "name",
            "k",
            "permissions",
            List.of("x"),
            "roles",
            List.of("x"),
            "allowFrom",
            List.of("x")));
    everyText(
        as(ann), "POST", "/api-keys/" + key.key().id() + "/rotate", Map.of("overlap", "PT1H"));
    everyText(as(ann), "POST", "/2fa/totp", Map.of("name", "n"));
    everyText(as(ann), "POST", "/2fa/totp/confirm", Map.of("code", "1"));
    everyText(
        as(ann), "DELETE", "/2fa/totp", Map.of("factor", "totp", "password", "x", "code", "1"));
    everyText(
        as(ann),
        "POST",
        "/2fa/recovery-codes",
        Map.of("factor", "totp", "password", "x", "code", "1"));
    everyText(
        as(ann),
        "POST",
        "/me/password",
        Map.of("currentPassword", Desk.PASSWORD.reveal(), "newPassword", "x"));
    everyText(as(ann), "POST", "/logout", Map.of("refreshToken", "x"));
    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName("HTTP-17 515 naughty strings in every text that administrators send: 2xx or 4xx")
  void administratorsGetAnAnswer() {
    String person = "/admin/api/users/" + victim.id();
    everyText(as(root), "PATCH", person, Map.of("name", "n", "locale", "en"));
    everyText(as(root), "POST", person + "/disable", Map.of("reason", "r"));
    everyText(
        as(root),
        "POST",
        person + "/suspend",
        Map.of("reason", "r", "until", "2030-02-01T00:00:00Z"));
    everyText(as(root), "POST", person + "/enable", Map.of("reason", "r"));
    everyText(as(root), "PUT", person + "/roles", Map.of("reason", "r", "roles", List.of("x")));
    everyText(
        as(root),
        "PUT",
        "/admin/api/roles/r",
        Map.of("description", "d", "permissions", List.of("x"), "includes", List.of("x")));
    everyText(
        as(root),
        "POST",
        "/admin/api/api-keys",
        Map.of("owner", victim.id().toString(), "name", "k"));
    everyText(
        as(root), "POST", "/admin/api/services", Map.of("name", "s", "audiences", List.of("x")));
    everyText(
        as(root), "PATCH", "/admin/api/services/" + service, Map.of("audiences", List.of("x")));
    everyText(
        as(root),
        "POST",
        "/admin/api/services/" + service + "/rotate-secret",
        Map.of("overlap", "PT1H"));
    everyText(
        as(root),
        "PUT",
        "/admin/api/services/" + service + "/roles",
        Map.of("reason", "r", "roles", List.of("x")));
    for (String query : List.of(
        "/users?q=",
        "/users?status=",
        "/users?role=",
        "/users?cursor=",
        "/users?limit=",
        "/locks?cursor=",
        "/services?cursor=",
        "/roles?cursor=",
        "/users/" + victim.id() + "/access?permission=")) {
      for (String text : strings) {
        HttpResponse unused = answered(as(root), "GET", "/admin/api" + query + text, "");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName(
      "HTTP-17 515 naughty strings come back as they were stored, in NFC without blanks around")
  void whatIsStoredComesBack() {
    int stored = 0;
    for (String text : strings) {
      stored += comesBack(
          ann,
          "PATCH",
          "/me",
          Map.of("name", text),
          text,
          members -> Desk.object(members, "user").get("name"));
      stored += comesBack(
          root,
          "PATCH",
          "/admin/api/users/" + victim.id(),
          Map.of("name", text),
          text,
          members -> Desk.object(members, "user").get("name"));
    }
    assertThat(stored).isGreaterThan(500);
  }

  /** Returns 1 if the text was stored. */
  private int comesBack(
      Person by,
      String method,
      String path,
      Map<String, Object> body,
      String text,
      Function<Map<String, Object>, Object> field) {
    HttpResponse change = answered(as(by), method, path, Json.write(body));
    if (change.status() >= 400) {
      return 0;
    }
    Map<String, Object> seen = desk.members(200, Sent.of("GET", path).as(by.token()));
    assertThat(field.apply(seen))
        .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC).strip());
    return 1;
  }

  private static Optional<Secret> as(Person person) {
    return Optional.of(person.token());
  }

  private void everyText(String method, String path, Map<String, Object> body) {
    everyText(Optional.empty(), method, path, body);
  }

  /** Sends each string in each member in turn, with the others as they should be. */
  private void everyText(
      Optional<Secret> by, String method, String path, Map<String, Object> body) {
    for (Map.Entry<String, Object> member : body.entrySet()) {
      for (String text : strings) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(member.getKey(), member.getValue() instanceof List ? List.of(text) : text);
        HttpResponse unused = answered(by, method, path, Json.write(changed));
      }
    }
  }

  private HttpResponse answered(Optional<Secret> by, String method, String path, String json) {
    HttpResponse answer = desk.answer(new Sent(method, path, json, by));
    if (answer.status() < 200 || answer.status() >= 500 || answer.status() / 100 == 3) {
      wrong.put(method + " " + path, answer.status() + " " + json);
    }
    return answer;
  }
}

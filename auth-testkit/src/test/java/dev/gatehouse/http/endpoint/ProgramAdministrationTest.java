package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What administrators do with API keys and services. */
final class ProgramAdministrationTest {
  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");
  private final Person clerk = desk.person(
      "clerk",
      desk.role(
          "clerk",
          "auth.api-keys:read",
          "auth.api-keys:write",
          "auth.services:read",
          "auth.services:write",
          "invoices:read"));
  private final Person ann = desk.person("ann", desk.role("writer", "invoices:*"));

  private final Subject robot =
      Subject.service(desk.service("robot", "writer").service().id());
  private final String robotId = new ServiceId(robot.id()).toString();

  @AfterEach
  void stop() {
    desk.close();
  }

  private String verdict(String method, String path, String json, Person by) {
    return desk.verdict(Sent.of(method, "/admin/api" + path, json).as(by.token()));
  }

  private Map<String, Object> members(
      int status, String method, String path, String json, Person by) {
    return desk.members(status, Sent.of(method, "/admin/api" + path, json).as(by.token()));
  }

  private static String keyFor(Object owner, String permission) {
    return "{\"owner\":\"" + owner + "\",\"name\":\"n\",\"permissions\":[\"" + permission + "\"]}";
  }

  @Test
  @DisplayName("KEY-09: a key made for somebody is shown once")
  void makesAKeyForSomebody() {
    Map<String, Object> made =
        members(201, "POST", "/api-keys", keyFor(robotId, "invoices:read"), clerk);
    String token = String.valueOf(made.get("token"));
    assertThat(Desk.object(made, "key")).containsEntry("owner", robotId);
    HttpResponse list =
        desk.answer(Sent.of("GET", "/admin/api/api-keys?owner=" + robotId).as(clerk.token()));
    assertThat(new String(list.body(), StandardCharsets.UTF_8))
        .contains(robotId)
        .doesNotContain(token);
    assertThat(desk.audited("api_key.created"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(clerk.id().toString()))
        .satisfies(
            record -> assertThat(record.data()).containsEntry("permissions", "invoices:read"));
    assertThat(Desk.items(members(200, "GET", "/api-keys?owner=" + root.id(), "", clerk)))
        .isEmpty();
    assertThat(verdict("GET", "/api-keys?owner=x", "", clerk)).isEqualTo("400 malformed_request");
  }

  @Test
  @DisplayName("KEY-02: nobody makes or rotates a key that opens what they may not open")
  void nobodyGetsAKeyThatOpensMore() {
    for (String more : List.of("invoices:write", "invoices:*", "auth.users:read", "*:*")) {
      assertThat(verdict("POST", "/api-keys", keyFor(robotId, more), clerk))
          .as(more)
          .isEqualTo("403 permission_not_held");
    }
    String wide = desk.key(robot, "invoices:write").key().id().toString();
    assertThat(verdict("POST", "/api-keys/" + wide + "/rotate", "", clerk))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("DELETE", "/api-keys/" + wide, "", clerk)).isEqualTo("204");
    assertThat(verdict("DELETE", "/api-keys/" + wide, "", clerk)).isEqualTo("204");
  }

  @Test
  @DisplayName("KEY-01: nobody gets a key of another person, whatever they may do; but may end one")
  void nobodyGetsAKeyOfAnotherPerson() {
    assertThat(verdict("POST", "/api-keys", keyFor(ann.id(), "invoices:read"), root))
        .isEqualTo("403 permission_denied");
    String anns = desk.key(Subject.user(ann.id()), "invoices:read").key().id().toString();
    assertThat(verdict("POST", "/api-keys/" + anns + "/rotate", "", root))
        .isEqualTo("403 permission_denied");
    assertThat(verdict("DELETE", "/api-keys/" + anns, "", root)).isEqualTo("204");
  }

  @Test
  void aKeyNeedsAnOwnerThatThereIs() {
    for (String bad : List.of(
        "{\"name\":\"n\"}",
        "{\"owner\":\"ann\",\"name\":\"n\"}",
        "{\"owner\":7,\"name\":\"n\"}",
        "{\"owner\":\"" + ann.id() + "\",\"name\":\"n\",\"detached\":true}",
        "{\"owner\":\"" + ann.id() + "\",\"name\":\"n\",\"detached\":\"yes\"}")) {
      assertThat(verdict("POST", "/api-keys", bad, root))
          .as(bad)
          .isEqualTo("422 validation_failed");
    }
    assertThat(verdict(
            "POST", "/api-keys", keyFor("svc_01h455vb4pex5vsknk084sn02q", "invoices:read"), root))
        .isEqualTo("404 not_found");
    assertThat(verdict("POST", "/api-keys/key_01h455vb4pex5vsknk084sn02q/rotate", "", root))
        .isEqualTo("404 not_found");
    assertThat(verdict("DELETE", "/api-keys/key_01h455vb4pex5vsknk084sn02q", "", root))
        .isEqualTo("404 not_found");
  }

  @Test
  void registersAServiceAndShowsItsSecretOnce() {
    Map<String, Object> made = members(
        201, "POST", "/services", "{\"name\":\"reports\",\"audiences\":[\"orders\"]}", clerk);
    String secret = String.valueOf(made.get("secret"));
    Map<String, Object> service = Desk.object(made, "service");
    assertThat(service)
        .containsEntry("name", "reports")
        .containsEntry("audiences", List.of("orders"))
        .containsEntry("enabled", true)
        .doesNotContainKeys("epoch", "digest", "previous");
    HttpResponse list = desk.answer(Sent.of("GET", "/admin/api/services").as(clerk.token()));
    assertThat(new String(list.body(), StandardCharsets.UTF_8))
        .contains("reports")
        .doesNotContain(secret);
    assertThat(verdict("POST", "/services", "{\"name\":\"reports\",\"audiences\":[]}", clerk))
        .isEqualTo("409 name_taken");
    for (String bad : List.of(
        "{\"name\":\"x\"}",
        "{\"audiences\":[]}",
        "{\"name\":\"Bad Name\",\"audiences\":[]}",
        "{\"name\":\"x\",\"audiences\":[\"a b\"]}")) {
      assertThat(verdict("POST", "/services", bad, clerk))
          .as(bad)
          .isEqualTo("422 validation_failed");
    }
  }

  @Test
  void changesAndSwitchesAServiceOffAndOn() {
    IssuedSecret reports = desk.service("reports");
    String path = "/services/" + reports.service().id();
    members(200, "PATCH", path, "{\"audiences\":[\"orders\",\"billing\"]}", clerk);
    assertThat(desk.audited("service.changed"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(clerk.id().toString()))
        .satisfies(record -> assertThat(record.data())
            .containsEntry("audiences.before", "https://app.example.com")
            .containsEntry("audiences.after", "billing orders"));
    for (int twice = 0; twice < 2; twice++) {
      assertThat(Desk.object(members(200, "POST", path + "/disable", "", clerk), "service"))
          .containsEntry("enabled", false);
    }
    assertThat(desk.test.audited("service.disabled"))
        .singleElement()
        .satisfies(record -> assertThat(record.data())
            .containsEntry("status.before", "enabled")
            .containsEntry("status.after", "disabled"));
    assertThat(Desk.object(members(200, "POST", path + "/enable", "", clerk), "service"))
        .containsEntry("enabled", true);
    String nobody = "/services/svc_01h455vb4pex5vsknk084sn02q";
    assertThat(verdict("PATCH", nobody, "{\"audiences\":[]}", clerk)).isEqualTo("404 not_found");
    for (String verb : List.of("/disable", "/enable", "/rotate-secret")) {
      assertThat(verdict("POST", nobody + verb, "", clerk)).isEqualTo("404 not_found");
    }
  }

  @Test
  void rotatesASecretWithOverlapOrReplacesAll() {
    IssuedSecret reports = desk.service("reports");
    String path = "/services/" + reports.service().id() + "/rotate-secret";
    Map<String, Object> rotated = members(201, "POST", path, "{\"overlap\":\"PT1H\"}", clerk);
    assertThat(Desk.object(rotated, "service")).containsKey("previousSecretEndsAt");
    IssuedSecret next =
        new IssuedSecret(reports.service(), Secret.of(String.valueOf(rotated.get("secret"))));
    assertThat(desk.proven(reports)).isNotNull();
    assertThat(desk.proven(next)).isNotNull();
    assertThat(verdict("POST", path, "", clerk)).isEqualTo("409 rotation_under_way");
    assertThat(verdict("POST", path, "{\"overlap\":1,\"replaceAll\":true}", clerk))
        .isEqualTo("422 validation_failed");
    assertThat(verdict("POST", path, "{\"overlap\":\"P31D\"}", clerk))
        .isEqualTo("422 validation_failed");
    Map<String, Object> replaced = members(201, "POST", path, "{\"replaceAll\":true}", clerk);
    assertThat(Desk.object(replaced, "service")).doesNotContainKey("previousSecretEndsAt");
    for (IssuedSecret old : List.of(reports, next)) {
      assertThatThrownBy(() -> desk.proven(old)).isNotNull();
    }
  }

  @Test
  @DisplayName(
      "S2S: nobody gets the secret of a service that may do more than they, nor decides about it")
  void nobodyGetsASecretThatOpensMore() {
    IssuedSecret strong = desk.service("strong", "writer");
    String path = "/services/" + strong.service().id();
    for (String verb : List.of("/rotate-secret", "/disable", "/enable")) {
      assertThat(verdict("POST", path + verb, "", clerk))
          .as(verb)
          .isEqualTo("403 permission_not_held");
    }
    assertThat(verdict("POST", path + "/rotate-secret", "{\"replaceAll\":true}", clerk))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("PATCH", path, "{\"audiences\":[]}", clerk))
        .isEqualTo("403 permission_not_held");
    assertThat(desk.gatehouse.services().find(strong.service().id())).contains(strong.service());
    assertThat(verdict("POST", path + "/rotate-secret", "", root)).isEqualTo("201");
  }

  @Test
  void givesRolesToAServiceAndDeletesItWithThem() {
    IssuedSecret reports = desk.service("reports");
    String path = "/services/" + reports.service().id();
    Map<String, Object> given =
        members(200, "PUT", path + "/roles", "{\"roles\":[\"auth-auditor\"]}", root);
    assertThat(Desk.items(given))
        .singleElement()
        .satisfies(item -> assertThat(item).containsEntry("role", "auth-auditor"));
    assertThat(members(200, "GET", path + "/roles", "", root)).isEqualTo(given);
    assertThat(verdict("DELETE", path, "", clerk)).isEqualTo("403 permission_not_held");
    assertThat(verdict("POST", path + "/end-overlap", "", clerk))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("DELETE", path, "", root)).isEqualTo("204");
    assertThat(verdict("DELETE", path, "", root)).isEqualTo("404 not_found");
    assertThat(verdict("GET", path + "/roles", "", root)).isEqualTo("404 not_found");
    assertThat(desk.gatehouse
            .roleAssignments()
            .of(Subject.service(reports.service().id())))
        .isEmpty();
  }

  @Test
  void endsAnOverlapBeforeItsTime() {
    IssuedSecret reports = desk.service("reports");
    String path = "/services/" + reports.service().id();
    members(201, "POST", path + "/rotate-secret", "{\"overlap\":\"PT1H\"}", clerk);
    assertThat(Desk.object(members(200, "POST", path + "/end-overlap", "", clerk), "service"))
        .doesNotContainKey("previousSecretEndsAt");
    assertThatThrownBy(() -> desk.proven(reports)).isNotNull();
  }

  @Test
  void listsServicesPageByPage() {
    for (String name : List.of("a", "b")) {
      desk.service(name);
    }
    Map<String, Object> first = members(200, "GET", "/services?limit=2", "", clerk);
    assertThat(Desk.items(first)).hasSize(2);
    Map<String, Object> second =
        members(200, "GET", "/services?limit=2&cursor=" + first.get("nextCursor"), "", clerk);
    assertThat(Desk.items(second)).hasSize(1);
    assertThat(second).doesNotContainKey("nextCursor");
    assertThat(verdict("GET", "/services?cursor=x", "", clerk)).isEqualTo("400 malformed_request");
  }
}

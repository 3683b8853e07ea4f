package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.endpoint.Desk.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RoleEndpointsTest {
  private static final String READER = "{\"permissions\":[\"invoices:read\"]}";

  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");
  private final Person editor = desk.person(
      "ed", desk.role("editor", "auth.roles:read", "auth.roles:write", "invoices:read"));

  @AfterEach
  void stop() {
    desk.close();
  }

  private String put(String name, String json, Person by) {
    return desk.verdict(Sent.of("PUT", "/admin/api/roles/" + name, json).as(by.token()));
  }

  @Test
  void makesReplacesAndDeletesARole() {
    String full = "{\"description\":\"Reads\",\"permissions\":[\"invoices:read\"],\"includes\":[]}";
    Map<String, Object> made = Desk.object(
        desk.members(201, Sent.of("PUT", "/admin/api/roles/reader", full).as(editor.token())),
        "role");
    assertThat(made)
        .containsEntry("name", "reader")
        .containsEntry("description", "Reads")
        .containsEntry("permissions", List.of("invoices:read"))
        .containsEntry("includes", List.of())
        .containsEntry("origin", "custom")
        .containsEntry("version", 0L);
    assertThat(put("reader", READER, editor)).as("unseen").isEqualTo("422 validation_failed");
    assertThat(put("reader", "{\"permissions\":[],\"version\":7}", editor))
        .isEqualTo("409 version_conflict");
    assertThat(put("reader", "{\"permissions\":[],\"version\":0}", editor)).isEqualTo("200");
    assertThat(desk.audited("role.updated"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(editor.id().toString()))
        .satisfies(record -> assertThat(record.data().get("before")).contains("invoices:read"))
        .satisfies(
            record -> assertThat(record.data().get("after")).doesNotContain("invoices:read"));
    Sent delete = Sent.of("DELETE", "/admin/api/roles/reader").as(editor.token());
    assertThat(desk.verdict(delete)).isEqualTo("204");
    assertThat(desk.verdict(delete)).isEqualTo("404 not_found");
    assertThat(put("none", "{\"permissions\":[],\"version\":0}", editor))
        .isEqualTo("404 not_found");
  }

  @Test
  @DisplayName("RBAC: nobody writes into a role what they lack, nor touches one that grants it")
  void nobodyMakesARoleThatGrantsMore() {
    for (String more : List.of("invoices:write", "invoices:*", "*:*", "auth.users:read")) {
      assertThat(put("mine", "{\"permissions\":[\"" + more + "\"]}", editor))
          .as(more)
          .isEqualTo("403 permission_not_held");
    }
    assertThat(put("mine", "{\"permissions\":[],\"includes\":[\"auth-admin\"]}", editor))
        .isEqualTo("403 permission_not_held");
    assertThat(put("editor", "{\"permissions\":[\"*:*\"],\"version\":0}", editor))
        .as("the own role")
        .isEqualTo("403 permission_not_held");
    desk.role("writer", "invoices:write");
    assertThat(put("writer", "{\"permissions\":[],\"version\":0}", editor))
        .isEqualTo("403 permission_not_held");
    assertThat(desk.verdict(Sent.of("DELETE", "/admin/api/roles/writer").as(editor.token())))
        .isEqualTo("403 permission_not_held");
    assertThat(desk.verdict(Sent.of("DELETE", "/admin/api/roles/writer").as(root.token())))
        .isEqualTo("204");
  }

  @Test
  void builtInRolesAreNobodys() {
    assertThat(put("auth-support", "{\"permissions\":[],\"version\":0}", root))
        .isEqualTo("403 permission_denied");
    assertThat(desk.verdict(Sent.of("DELETE", "/admin/api/roles/auth-support").as(root.token())))
        .isEqualTo("403 permission_denied");
  }

  @Test
  void aRoleInUseStays() {
    assertThat(desk.verdict(Sent.of("DELETE", "/admin/api/roles/editor").as(root.token())))
        .isEqualTo("409 role_in_use");
  }

  @Test
  void refusesWhatIsNoRole() {
    for (String bad : List.of(
        "{}",
        "{\"permissions\":\"invoices:read\"}",
        "{\"permissions\":[\"invoices\"]}",
        "{\"permissions\":[\"invoces:read\"]}",
        "{\"permissions\":[],\"includes\":[\"none\"]}",
        "{\"permissions\":[],\"includes\":[\"Bad Name\"]}",
        "{\"permissions\":[],\"description\":\"a\\nb\"}",
        "{\"permissions\":[],\"version\":\"0\"}")) {
      assertThat(put("odd", bad, root)).as(bad).isEqualTo("422 validation_failed");
    }
    assertThat(put("Odd", READER, root)).isEqualTo("422 validation_failed");
    assertThat(put("odd", "{\"permissions\":[],\"includes\":[\"odd\"]}", root))
        .isEqualTo("422 validation_failed");
  }

  @Test
  void listsRolesPageByPageAndAllPermissions() {
    List<String> names = new ArrayList<>();
    String target = "/admin/api/roles?limit=2";
    while (!target.isEmpty()) {
      Map<String, Object> page = desk.members(200, Sent.of("GET", target).as(editor.token()));
      Desk.items(page).forEach(role -> names.add(String.valueOf(role.get("name"))));
      target = page.containsKey("nextCursor")
          ? "/admin/api/roles?limit=2&cursor=" + page.get("nextCursor")
          : "";
    }
    assertThat(names).containsExactly("auth-admin", "auth-auditor", "auth-support", "editor");
    Map<String, Object> all =
        desk.members(200, Sent.of("GET", "/admin/api/permissions").as(editor.token()));
    assertThat(String.valueOf(all.get("items")))
        .contains("auth.users:read")
        .contains("invoices:write");
  }
}

package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Roles that end by themselves, given with a reason over HTTP. */
final class RoleHolderEndpointsTest {
  private static final Permission READ = Permission.parse("invoices:read");

  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");
  private final Person ann = desk.person("ann");
  private final String service = desk.service("robot").service().id().toString();
  private final String reader = desk.role("reader", "invoices:read");
  private final Instant end = desk.test.clock().instant().plus(Duration.ofHours(1));

  @AfterEach
  void stop() {
    desk.close();
  }

  private static String users(Person person) {
    return "/admin/api/users/" + person.id() + "/roles";
  }

  private static String grant(String role, Object until) {
    return "{\"role\":\"" + role + "\",\"until\":\"" + until + "\",\"reason\":\"covers for Eve\"}";
  }

  private String verdict(String method, String target, String json, Person by) {
    return desk.verdict(Sent.of(method, target, json).as(by.token()));
  }

  private List<Map<String, Object>> items(String method, String target, String json) {
    return Desk.items(desk.members(200, Sent.of(method, target, json).as(root.token())));
  }

  @Test
  void aRoleIsGivenUntilAnInstantWithAReasonAndEndsThen() {
    for (String target : List.of(users(ann), "/admin/api/services/" + service + "/roles")) {
      assertThat(items("POST", target, grant(reader, end))).singleElement().satisfies(item -> {
        assertThat(item)
            .containsEntry("role", "reader")
            .containsEntry("expiresAt", end.toString())
            .containsEntry("reason", "covers for Eve");
      });
      assertThat(items("GET", target, ""))
          .singleElement()
          .satisfies(item -> assertThat(item)
              .containsEntry("expiresAt", end.toString())
              .containsEntry("reason", "covers for Eve"));
    }
    Subject subject = Subject.user(ann.id());
    assertThat(desk.audited("user.roles_changed").data())
        .containsEntry("reason", "covers for Eve")
        .containsEntry("after", "reader until " + end);
    assertThat(desk.gatehouse.access().allows(subject, READ)).isTrue();
    desk.test.clock().set(end);
    assertThat(desk.gatehouse.access().allows(subject, READ)).isFalse();
  }

  @Test
  void aSecondGrantOfARoleSetsAnotherEndAndLeavesTheOtherRoles() {
    String other = desk.role("other");
    items("POST", users(ann), grant(other, end));
    items("POST", users(ann), grant(reader, end));
    Instant later = end.plusSeconds(60);
    assertThat(items("POST", users(ann), grant(reader, later)))
        .extracting(item -> item.get("role") + " " + item.get("expiresAt"))
        .containsExactly("other " + end, "reader " + later);
    assertThat(items("POST", users(ann), "{\"role\":\"reader\"}"))
        .extracting(item -> item.containsKey("expiresAt"))
        .containsExactly(true, false);
  }

  @Test
  void aReplacementEndsWhatIsNewAndLeavesWhatStays() {
    String other = desk.role("other");
    items("POST", users(ann), grant(other, end));
    Instant later = end.plusSeconds(60);
    String both = "{\"roles\":[\"other\",\"reader\"],\"until\":\"" + later + "\",\"reason\":\"r\"}";
    assertThat(items("PUT", users(ann), both))
        .extracting(
            item -> item.get("role") + " " + item.get("expiresAt") + " " + item.get("reason"))
        .containsExactly("other " + end + " covers for Eve", "reader " + later + " r");
  }

  @Test
  @DisplayName("RBAC: nobody gives a role for longer than they have it, nor to themselves")
  void nobodyGivesARoleForLongerThanTheyHaveIt() {
    Person lead = desk.person("lead", desk.role("lead", "auth.roles:assign"));
    desk.gatehouse
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(lead.id()), reader).until(end), Desk.SETUP, Desk.NONE);
    for (String more : List.of(
        grant(reader, end.plusSeconds(1)), "{\"role\":\"reader\"}", "{\"role\":\"auth-admin\"}")) {
      assertThat(verdict("POST", users(ann), more, lead))
          .as(more)
          .isEqualTo("403 permission_not_held");
    }
    assertThat(verdict("PUT", users(ann), "{\"roles\":[\"reader\"]}", lead))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("POST", users(lead), grant(reader, end), lead))
        .isEqualTo("403 permission_denied");
    assertThat(verdict("POST", users(ann), grant(reader, end), lead)).isEqualTo("200");
  }

  @Test
  @DisplayName("ADM-02: the last administrator is given no end")
  void theLastAdministratorIsGivenNoEnd() {
    Person second = desk.person("second", "auth-admin");
    assertThat(verdict("POST", users(second), grant("auth-admin", end), root)).isEqualTo("200");
    assertThat(verdict("POST", users(root), grant("auth-admin", end), second))
        .isEqualTo("409 last_admin");
  }

  @Test
  void refusesWhatIsNoGrant() {
    Instant now = desk.test.clock().instant();
    for (String bad : List.of(
        "{}",
        "{\"role\":7}",
        grant(reader, now),
        grant(reader, now.minusSeconds(1)),
        grant(reader, "tomorrow"),
        grant(reader, "+10000-01-01T00:00:00Z"),
        grant(reader, "+999999999-01-01T00:00:00Z"),
        "{\"role\":\"reader\",\"until\":7}",
        "{\"role\":\"reader\",\"reason\":\"a\\nb\"}",
        "{\"role\":\"reader\",\"reason\":\"" + "x".repeat(501) + "\"}")) {
      assertThat(verdict("POST", users(ann), bad, root)).as(bad).isEqualTo("422 validation_failed");
      String list = bad.replace("\"role\":\"reader\"", "\"roles\":[\"reader\"]");
      assertThat(verdict("PUT", users(ann), list, root))
          .as(list)
          .isEqualTo("422 validation_failed");
    }
    assertThat(verdict("POST", users(ann), grant("none", end), root)).isEqualTo("404 not_found");
    assertThat(items("GET", users(ann), "")).isEmpty();
  }
}

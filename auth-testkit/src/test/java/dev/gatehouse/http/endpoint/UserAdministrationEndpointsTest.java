package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UserAdministrationEndpointsTest {
  private static final String REASON = "{\"reason\":\"spam\"}";

  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");
  private final Person sue = desk.person("sue", "auth-support");
  private final Person ann = desk.person("ann");

  @AfterEach
  void stop() {
    desk.close();
  }

  private static String path(Person person, String rest) {
    return "/admin/api/users/" + person.id() + rest;
  }

  private String verdict(String method, String path, String json, Person by) {
    return desk.verdict(Sent.of(method, path, json).as(by.token()));
  }

  private User stored(Person person) {
    return desk.gatehouse.users().find(person.id()).orElseThrow();
  }

  private List<String> listed(String query) {
    List<String> addresses = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, Object> page = desk.members(
          200, Sent.of("GET", "/admin/api/users?limit=2" + query + cursor).as(sue.token()));
      Desk.items(page).forEach(user -> addresses.add(String.valueOf(user.get("email"))));
      cursor = page.containsKey("nextCursor") ? "&cursor=" + page.get("nextCursor") : "";
    } while (!cursor.isEmpty());
    return addresses;
  }

  @Test
  void listsAccountsPageByPage() {
    desk.test.registered("andrea@example.com", Desk.PASSWORD);
    assertThat(listed(""))
        .containsExactlyInAnyOrder(
            "root@example.com", "sue@example.com", "ann@example.com", "andrea@example.com");
    assertThat(listed("&q=AN")).containsExactly("andrea@example.com", "ann@example.com");
    assertThat(listed("&q=an&status=pending")).containsExactly("andrea@example.com");
    assertThat(listed("&status=pending")).containsExactly("andrea@example.com");
    assertThat(listed("&role=auth-support")).containsExactly("sue@example.com");
    assertThat(listed("&role=none")).isEmpty();
    for (String bad : List.of(
        "q=",
        "q=a b",
        "q=ä",
        "status=lost",
        "status=ACTIVE",
        "cursor=" + ann.session(),
        "cursor=usr_01h455vb4pex5vsknk084sn02q")) {
      assertThat(verdict("GET", "/admin/api/users?" + bad, "", sue))
          .as(bad)
          .isEqualTo("400 malformed_request");
    }
  }

  @Test
  void showsNoSecretAndNoEpoch() {
    Map<String, Object> user =
        Desk.object(desk.members(200, Sent.of("GET", path(ann, "")).as(sue.token())), "user");
    assertThat(user)
        .containsOnlyKeys(
            "id",
            "email",
            "emailVerified",
            "name",
            "locale",
            "status",
            "createdAt",
            "statusReason");
  }

  @Test
  @DisplayName("ADM-04: mass assignment: nothing but name and language changes, whatever is sent")
  void changesNameAndLanguageOnly() {
    String body =
        "{\"name\":\"Ann\",\"locale\":\"de-AT\",\"email\":\"x@example.com\",\"status\":\"blocked\","
            + "\"emailVerified\":false,\"roles\":[\"auth-admin\"],\"password\":\"x\",\"epoch\":9,\"id\":\"x\"}";
    User before = stored(ann);
    assertThat(verdict("PATCH", path(ann, ""), body, sue)).isEqualTo("200");
    User after = stored(ann);
    assertThat(after.name()).isEqualTo("Ann");
    assertThat(after.locale().toLanguageTag()).isEqualTo("de-AT");
    assertThat(after.email().display()).isEqualTo(before.email().display());
    assertThat(after.status()).isEqualTo(before.status());
    assertThat(after.emailVerified()).isTrue();
    assertThat(after.epoch()).isEqualTo(before.epoch());
    assertThat(desk.gatehouse.roleAssignments().of(Subject.user(ann.id()))).isEmpty();
    assertThat(desk.audited("user.profile_changed"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(sue.id().toString()))
        .satisfies(record -> assertThat(record.data())
            .containsEntry("name", "changed")
            .containsEntry("locale.before", "en")
            .containsEntry("locale.after", "de-AT"));
  }

  @Test
  void disablesAndEnables() {
    assertThat(verdict("POST", path(ann, "/disable"), REASON, sue)).isEqualTo("200");
    assertThat(stored(ann).status()).isEqualTo(UserStatus.BLOCKED);
    assertThat(stored(ann).statusReason()).isEqualTo("spam");
    assertThat(verdict("GET", "/me", "", ann)).isEqualTo("401 session_ended");
    assertThat(desk.audited("user.status_changed"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(sue.id().toString()))
        .satisfies(record -> assertThat(record.data())
            .containsEntry("status.before", "active")
            .containsEntry("status", "blocked")
            .containsEntry("reason", "spam"));
    assertThat(verdict("POST", path(ann, "/enable"), REASON, sue)).isEqualTo("200");
    assertThat(stored(ann).status()).isEqualTo(UserStatus.ACTIVE);
    long epoch = stored(ann).epoch();
    assertThat(verdict("POST", path(ann, "/enable"), REASON, sue)).isEqualTo("200");
    assertThat(stored(ann).epoch()).as("no session ends").isEqualTo(epoch);
  }

  @Test
  void suspendsForAWhile() {
    String end = desk.test.clock().instant().plus(Duration.ofHours(1)).toString();
    String body = "{\"reason\":\"holiday\",\"until\":\"" + end + "\"}";
    Map<String, Object> user = Desk.object(
        desk.members(200, Sent.of("POST", path(ann, "/suspend"), body).as(sue.token())), "user");
    assertThat(user).containsEntry("status", "paused").containsEntry("statusUntil", end);
    for (String bad : List.of(
        "\"tomorrow\"",
        "7",
        "\"2020-01-01T00:00:00Z\"",
        "\"" + desk.test.clock().instant() + "\"")) {
      assertThat(verdict(
              "POST", path(ann, "/suspend"), "{\"reason\":\"x\",\"until\":" + bad + "}", sue))
          .as(bad)
          .isEqualTo("422 validation_failed");
    }
  }

  @Test
  void aReasonIsRequiredAndIsOneLine() {
    for (String bad : List.of(
        "{}",
        "{\"reason\":\"\"}",
        "{\"reason\":null}",
        "{\"reason\":7}",
        "{\"reason\":\"a\\nb\"}",
        "{\"reason\":\"" + "x".repeat(501) + "\"}")) {
      for (String verb : List.of("/disable", "/enable", "/suspend")) {
        assertThat(verdict("POST", path(ann, verb), bad, sue))
            .as(verb + bad)
            .isEqualTo("422 validation_failed");
      }
    }
    assertThat(stored(ann).status()).isEqualTo(UserStatus.ACTIVE);
  }

  @Test
  void enablingProvesNoAddress() {
    User pending = desk.test.registered("new@example.com", Desk.PASSWORD);
    assertThat(verdict("POST", "/admin/api/users/" + pending.id() + "/enable", REASON, root))
        .isEqualTo("403 email_not_verified");
    assertThat(desk.gatehouse.users().find(pending.id()).orElseThrow().status())
        .isEqualTo(UserStatus.PENDING);
  }

  @Test
  @DisplayName(
      "ADM-02: the last administrator is neither disabled, suspended nor demoted, not even by themselves")
  void theLastAdministratorStays() {
    for (String verb : List.of("/disable", "/suspend")) {
      assertThat(verdict("POST", path(root, verb), REASON, root)).isEqualTo("409 last_admin");
    }
    assertThat(verdict("PUT", path(root, "/roles"), "{\"roles\":[]}", root))
        .isEqualTo("409 last_admin");
    assertThat(stored(root).status()).isEqualTo(UserStatus.ACTIVE);
    Person second = desk.person("second", "auth-admin");
    assertThat(verdict("PUT", path(root, "/roles"), "{\"roles\":[]}", second)).isEqualTo("200");
    assertThat(verdict("PUT", path(second, "/roles"), "{\"roles\":[]}", second))
        .isEqualTo("409 last_admin");
  }

  @Test
  @DisplayName("RBAC: nobody changes the status of an account that may do more than they")
  void nobodyActsOnWhoMayDoMore() {
    Person other = desk.person("other", "auth-admin");
    assertThat(verdict("POST", path(other, "/disable"), REASON, sue))
        .isEqualTo("403 permission_not_held");
    assertThat(stored(other).status()).isEqualTo(UserStatus.ACTIVE);
    assertThat(desk.verdict(Sent.of("POST", path(other, "/disable"), REASON)
            .as(desk.key(Subject.user(root.id()), "*:*").secret())))
        .as("an API key holds no roles to judge by")
        .isEqualTo("403 permission_not_held");
  }

  @Test
  @DisplayName("RBAC: nobody assigns what they lack, nor anything to themselves")
  void nobodyGrantsWhatTheyLack() {
    Person lead = desk.person("lead", desk.role("lead", "auth.roles:assign", "invoices:read"));
    String reader = desk.role("reader", "invoices:read");
    String writer = desk.role("writer", "invoices:write");
    desk.gatehouse
        .roleAssignments()
        .assign(
            RoleGrant.of(Subject.user(lead.id()), reader),
            Actor.system("setup"),
            ClientInfo.none());
    assertThat(verdict("PUT", path(ann, "/roles"), "{\"roles\":[\"" + writer + "\"]}", lead))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("PUT", path(ann, "/roles"), "{\"roles\":[\"auth-admin\"]}", lead))
        .isEqualTo("403 permission_not_held");
    assertThat(verdict("PUT", path(sue, "/roles"), "{\"roles\":[]}", lead))
        .as("nor takes it away")
        .isEqualTo("403 permission_not_held");
    assertThat(verdict(
            "PUT",
            path(lead, "/roles"),
            "{\"roles\":[\"lead\",\"" + reader + "\",\"" + writer + "\"]}",
            lead))
        .isEqualTo("403 permission_denied");
    assertThat(verdict(
            "PUT",
            path(ann, "/roles"),
            "{\"roles\":[\"" + reader + "\",\"none\"],\"reason\":\"x\"}",
            lead))
        .isEqualTo("404 not_found");
    assertThat(desk.gatehouse.roleAssignments().of(Subject.user(ann.id()))).isEmpty();
    Map<String, Object> now = desk.members(
        200,
        Sent.of("PUT", path(ann, "/roles"), "{\"roles\":[\"reader\"],\"reason\":\"new here\"}")
            .as(lead.token()));
    assertThat(Desk.items(now))
        .singleElement()
        .satisfies(held ->
            assertThat(held).containsEntry("role", "reader").containsEntry("reason", "new here"));
    assertThat(desk.audited("user.roles_changed"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(lead.id().toString()))
        .satisfies(record -> assertThat(record.data())
            .containsEntry("before", "")
            .containsEntry("after", "reader")
            .containsEntry("reason", "new here"));
  }

  @Test
  void explainsAccess() {
    Map<String, Object> granted = desk.members(
        200, Sent.of("GET", path(sue, "/access?permission=auth.users:read")).as(root.token()));
    assertThat(granted).containsEntry("granted", true).containsEntry("status", "active");
    assertThat(String.valueOf(granted.get("grants"))).contains("auth-support");
    Map<String, Object> denied = desk.members(
        200, Sent.of("GET", path(ann, "/access?permission=auth.users:read")).as(root.token()));
    assertThat(denied).containsEntry("granted", false).containsEntry("grants", List.of());
    assertThat(String.valueOf(denied.get("missing"))).contains("auth-support");
    Map<String, Object> typo = desk.members(
        400, Sent.of("GET", path(ann, "/access?permission=invoces:read")).as(root.token()));
    assertThat(String.valueOf(typo.get("detail"))).contains("did you mean invoices:read");
    assertThat(verdict("GET", path(ann, "/access"), "", root)).isEqualTo("400 malformed_request");
  }

  @Test
  void sendsAResetMailAndShowsNothingOfIt() {
    desk.test.forgetMail();
    Map<String, Object> answer =
        desk.members(202, Sent.of("POST", path(ann, "/password-reset")).as(sue.token()));
    assertThat(answer).containsOnlyKeys("status");
    assertThat(desk.test.mailsTo("ann@example.com")).hasSize(1);
    assertThat(desk.audited("password.reset_requested"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(sue.id().toString()))
        .satisfies(record -> assertThat(record.subject()).isEqualTo(ann.id().toString()));
    assertThat(verdict("POST", path(ann, "/password-reset"), "", sue))
        .isEqualTo("429 rate_limited");
    assertThat(desk.test.mailsTo("ann@example.com")).hasSize(1);
    desk.gatehouse
        .passwordReset()
        .reset(
            desk.test.mailedToken("ann@example.com"),
            Secret.of("another heron at the pond"),
            Desk.NONE);
    assertThat(verdict("GET", "/me", "", ann)).startsWith("401 ");
  }

  @Test
  void mailsNobodyWhoIsBlocked() {
    assertThat(verdict("POST", path(ann, "/disable"), REASON, sue)).isEqualTo("200");
    desk.test.forgetMail();
    assertThat(verdict("POST", path(ann, "/password-reset"), "", sue))
        .isEqualTo("403 account_disabled");
    assertThat(desk.test.mailsTo("ann@example.com")).isEmpty();
  }

  @Test
  void endsSessions() {
    Map<String, Object> list =
        desk.members(200, Sent.of("GET", path(ann, "/sessions")).as(sue.token()));
    assertThat(Desk.items(list))
        .singleElement()
        .satisfies(session -> assertThat(session)
            .containsEntry("id", ann.session())
            .doesNotContainKeys("refreshDigest", "epoch"));
    assertThat(verdict("DELETE", path(sue, "/sessions/" + ann.session()), "", root))
        .as("of another account")
        .isEqualTo("404 not_found");
    assertThat(verdict("DELETE", path(ann, "/sessions/" + ann.session()), "", sue))
        .isEqualTo("204");
    assertThat(desk.members(401, Sent.of("GET", "/me").as(ann.token())))
        .containsEntry("reason", "revoked_by_admin");
    assertThat(desk.audited("session.ended").data()).containsEntry("reason", "revoked_by_admin");
    assertThat(verdict("DELETE", path(ann, "/sessions/" + ann.session()), "", sue))
        .isEqualTo("404 not_found");
    assertThat(verdict("DELETE", path(root, "/sessions"), "", sue))
        .as("ADM-05 of somebody who administers more")
        .isEqualTo("403 permission_not_held");
    assertThat(desk.members(200, Sent.of("DELETE", path(sue, "/sessions")).as(root.token())))
        .containsEntry("ended", 1L);
    assertThat(verdict("GET", "/me", "", sue)).isEqualTo("401 session_ended");
    assertThat(desk.audited("session.all_ended"))
        .satisfies(record -> assertThat(record.actorId()).isEqualTo(root.id().toString()))
        .satisfies(record -> assertThat(record.data()).containsEntry("reason", "revoked_by_admin"));
  }
}

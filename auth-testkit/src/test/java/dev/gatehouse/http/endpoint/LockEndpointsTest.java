package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks as administrators see and lift them. */
final class LockEndpointsTest {
  private static final String ALICE = "alice@example.com";
  private static final Secret WRONG = Secret.of("a wrong guess at it all");
  private static final ClientInfo ATTACKER = new ClientInfo("198.51.100.7", "curl", "r");
  private static final String REASON = "{\"reason\":\"called us\"}";

  private final Desk desk = new Desk(builder -> builder.throttle(off -> ThrottlePolicy.defaults()));
  private final Secret support = desk.person("sam", "auth-support").token();
  private final Desk.Person alice = desk.person("alice");

  @AfterEach
  void close() {
    desk.close();
  }

  private Optional<Secret> mark() {
    return Optional.of(desk.gatehouse.lockout().devices().mark(ALICE, Optional.empty()));
  }

  private boolean guess(String login, Secret password, Optional<Secret> mark) {
    return desk.gatehouse.logins().password(new LoginAttempt(login, password, "", mark, ATTACKER))
        instanceof LoginResult.SignedIn;
  }

  private void lock(String login, Optional<Secret> mark) {
    for (int i = 0; i < 5; i++) {
      assertThat(guess(login, WRONG, mark)).isFalse();
    }
  }

  private List<Map<String, Object>> locks(String query) {
    return Desk.items(
        desk.members(200, Sent.of("GET", "/admin/api/locks" + query).as(support)));
  }

  private Map<String, Object> lock(String kind) {
    return locks("").stream()
        .filter(lock -> lock.get("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private Sent lift(Object id, String body) {
    return Sent.of("DELETE", "/admin/api/locks/" + id, body).as(support);
  }

  @Test
  void saysWhichLoginsAreLockedAndUntilWhen() {
    Optional<Secret> phone = mark();
    lock(ALICE, Optional.empty());
    lock(ALICE, phone);
    assertThat(locks(""))
        .extracting(lock -> lock.get("kind"))
        .containsExactlyInAnyOrder("identifier", "pair", "device");
    Map<String, Object> pair = lock("pair");
    assertThat(pair)
        .containsEntry("user", alice.id().toString())
        .containsEntry("address", ATTACKER.address())
        .containsEntry("until", desk.test.clock().instant().plusSeconds(30).toString());
    assertThat(((Number) pair.get("failures")).intValue()).isEqualTo(5);
    assertThat(lock("identifier")).doesNotContainKey("address");
    desk.test.clock().advance(Duration.ofSeconds(30));
    assertThat(locks("")).isEmpty();
  }

  @Test
  @DisplayName("ENUM-02 what was typed and is no account is not shown: it may be a password")
  void whatIsNoAccountIsNotShown() {
    for (String login : List.of("nobody@example.com", "My pa55word", "p@ss.word")) {
      lock(login, Optional.empty());
    }
    assertThat(locks(""))
        .hasSize(6)
        .allSatisfy(lock -> assertThat(lock).doesNotContainKey("user"))
        .allSatisfy(lock -> assertThat(lock.toString()).doesNotContain("nobody", "pa55", "p@ss"));
  }

  @Test
  void aListComesInPages() {
    for (int i = 0; i < 4; i++) {
      lock("person" + i + "@example.com", Optional.empty());
      desk.test.clock().advance(Duration.ofSeconds(1));
    }
    List<Object> found = new ArrayList<>();
    String query = "?limit=3";
    for (int page = 0; page < 3; page++) {
      Map<String, Object> answer =
          desk.members(200, Sent.of("GET", "/admin/api/locks" + query).as(support));
      Desk.items(answer).forEach(lock -> found.add(lock.get("id")));
      query = "?limit=3&cursor=" + answer.get("nextCursor");
    }
    assertThat(found)
        .hasSize(8)
        .doesNotHaveDuplicates()
        .isEqualTo(locks("").stream().map(lock -> lock.get("id")).toList());
    for (String cursor : List.of("x", "~", "2026-01-01T00:00:00Z~", "~" + found.get(0))) {
      assertThat(
              desk.verdict(Sent.of("GET", "/admin/api/locks?cursor=" + cursor).as(support)))
          .isEqualTo("400 malformed_request");
    }
  }

  @Test
  void liftsOneLockOnRecord() {
    lock(ALICE, Optional.empty());
    Object pair = lock("pair").get("id");
    assertThat(desk.verdict(lift(pair, "{}"))).isEqualTo("422 validation_failed");
    assertThat(desk.verdict(lift(pair, REASON))).isEqualTo("204");
    assertThat(desk.verdict(lift(pair, REASON))).isEqualTo("404 not_found");
    assertThat(desk.verdict(lift("0".repeat(64), REASON))).isEqualTo("404 not_found");
    assertThat(desk.verdict(lift("x", REASON))).isEqualTo("404 not_found");
    AuditRecord record = desk.audited("user.unlocked");
    assertThat(record.data())
        .containsEntry("reason", "called us")
        .containsEntry("after", "")
        .containsEntry("address", ATTACKER.address());
    assertThat(record.data().get("before")).startsWith("pair:5 until ");
    assertThat(guess(ALICE, Desk.PASSWORD, Optional.empty()))
        .as("the name is locked")
        .isFalse();
    assertThat(desk.verdict(lift(lock("identifier").get("id"), REASON))).isEqualTo("204");
    assertThat(guess(ALICE, Desk.PASSWORD, Optional.empty())).isTrue();
  }

  @Test
  @DisplayName(
      "ADM-02 nobody lifts a lock of who may do more than they: they could guess without end")
  void nobodyLiftsALockOfWhoMayDoMore() {
    desk.person("root", "auth-admin");
    lock("root@example.com", Optional.empty());
    for (String kind : List.of("identifier", "pair")) {
      assertThat(desk.verdict(lift(lock(kind).get("id"), REASON)))
          .isEqualTo("403 permission_not_held");
    }
    assertThat(guess("root@example.com", Desk.PASSWORD, Optional.empty())).isFalse();
  }

  @Test
  @DisplayName(
      "BF-09 an administrator unlocks every address and every device of an account, on record")
  void anAdministratorUnlocksEveryDevice() {
    Optional<Secret> phone = mark();
    lock(ALICE, Optional.empty());
    lock(ALICE, phone);
    assertThat(desk.verdict(Sent.of("POST", "/admin/api/users/" + alice.id() + "/unlock", REASON)
            .as(support)))
        .isEqualTo("200");
    assertThat(guess(ALICE, Desk.PASSWORD, Optional.empty())).isTrue();
    assertThat(guess(ALICE, Desk.PASSWORD, phone)).isTrue();
    assertThat(desk.audited("user.unlocked").data().get("before"))
        .contains("device:5 until ", "identifier:5 until ", "pair:5 until ");
  }
}

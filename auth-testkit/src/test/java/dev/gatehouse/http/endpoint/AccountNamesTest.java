package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows EM-18 and ENUM-03 of the abuse catalogue: what accounts are called, and what a guessed id tells. */
final class AccountNamesTest {
  private final Desk desk = new Desk();

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  @DisplayName(
      "EM-18 not offered: user names. A name is for show: nobody logs in by it, it may come twice, it gives nothing")
  void aNameOpensNothing() {
    Person root = desk.person("root", "auth-admin");
    Person ann = desk.person("ann");
    for (String name : List.of("admin", "root", "postmaster", "Administrator", "аdmin")) {
      String json = Json.write(Map.of("name", name));
      assertThat(desk.verdict(Sent.of("PATCH", "/me", json).as(ann.token()))).isEqualTo("200");
      assertThat(desk.verdict(Sent.of("PATCH", "/me", json).as(root.token()))).isEqualTo("200");
      assertThat(desk.gatehouse.logins().password(name, Desk.PASSWORD, "", Desk.NONE))
          .isInstanceOfSatisfying(
              LoginResult.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS));
      assertThat(desk.verdict(Sent.of("GET", "/admin/api/users").as(ann.token())))
          .isEqualTo("403 permission_denied");
    }
  }

  @Test
  @DisplayName(
      "EM-18 not offered: user names. In front of the @ of an address nothing but ASCII is taken")
  void confusableAddressesAreRefused() {
    for (String address : List.of("аdmin@example.com", "admın@example.com", "ａdmin@example.com")) {
      String json = Json.write(Map.of("email", address, "password", Desk.PASSWORD.reveal()));
      assertThat(desk.verdict(Sent.of("POST", "/register", json))).startsWith("422");
    }
  }

  @Test
  @DisplayName(
      "ENUM-03 ids of accounts that are made at one instant neither count up nor share their random bits")
  void idsCannotBeGuessed() {
    List<UUID> ids = IntStream.range(0, 500)
        .mapToObj(i -> desk.test
            .registered("user" + i + "@example.com", Desk.PASSWORD)
            .id()
            .value())
        .toList();
    assertThat(ids).allMatch(id -> id.version() == 7).doesNotHaveDuplicates();
    assertThat(ids.stream().map(UUID::getLeastSignificantBits).distinct()).hasSize(500);
    long rising = IntStream.range(1, 500)
        .filter(
            i -> ids.get(i).getLeastSignificantBits() > ids.get(i - 1).getLeastSignificantBits())
        .count();
    assertThat(rising).as("of 499 steps").isBetween(150L, 350L);
    for (int bit = 0; bit < 62; bit++) {
      int place = bit;
      assertThat(ids.stream()
              .filter(id -> (id.getLeastSignificantBits() >>> place & 1) == 1)
              .count())
          .as("bit %d", bit)
          .isBetween(150L, 350L);
    }
  }

  @Test
  @DisplayName(
      "ENUM-03 an id that exists and one that does not have the same answer, for whoever may see neither")
  void aGuessedIdTellsNothing() {
    Person ann = desk.person("ann");
    Person bob = desk.person("bob");
    String key = desk.key(Subject.user(bob.id())).key().id().toString();
    UUID none = new UUID(0x0190000000007000L, 0x8000000000000000L);
    for (String method : List.of("GET", "PATCH")) {
      assertSame(
          ann, method, "/admin/api/users/", bob.id().toString(), new UserId(none).toString());
    }
    for (String rest : List.of("/roles", "/sessions")) {
      assertSame(ann, "GET", "/admin/api/users/", bob.id() + rest, new UserId(none) + rest);
    }
    assertSame(ann, "DELETE", "/sessions/", bob.session(), new SessionId(none).toString());
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      assertSame(ann, method, "/api-keys/", key, new ApiKeyId(none).toString());
    }
    assertThat(desk.answer(Sent.of("GET", "/me").as(bob.token())).status()).isEqualTo(200);
  }

  private void assertSame(Person by, String method, String path, String known, String unknown) {
    assertThat(answer(method, path + known, by.token()))
        .as("%s %s", method, path)
        .isEqualTo(answer(method, path + unknown, by.token()));
  }

  /** Returns the refusal without the number of the request. */
  private Map<String, Object> answer(String method, String path, Secret token) {
    String json = method.equals("PATCH") ? "{\"name\":\"x\"}" : "";
    HttpResponse answer = desk.answer(Sent.of(method, path, json).as(token));
    assertThat(answer.status()).as(path).isIn(403, 404);
    Map<String, Object> members = new HashMap<>(Json.read(answer.body()));
    Object number = members.remove("requestId");
    assertThat(number).isNotNull();
    return members;
  }
}

package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.endpoint.Desk.Person;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagingAttackTest {
  private final Desk desk = new Desk();
  private final Person root = desk.person("root", "auth-admin");

  @AfterEach
  void stop() {
    desk.close();
  }

  private String verdict(String list, String query) {
    return desk.verdict(Sent.of("GET", "/admin/api" + list + "?" + query).as(root.token()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/roles", "/api-keys", "/services"})
  @DisplayName("ADM-10: a page has 1 to 100 entries")
  void aPageIsBounded(String list) {
    for (String limit : List.of(
        "0",
        "-1",
        "101",
        "1000000000",
        "99999999999999999999",
        "1e2",
        "0x10",
        "+1",
        "01",
        "1;drop",
        "",
        " ",
        "\u0661")) {
      assertThat(verdict(list, "limit=" + limit)).as(limit).isEqualTo("400 malformed_request");
    }
    assertThat(verdict(list, "limit=1&limit=100")).isEqualTo("400 malformed_request");
    assertThat(verdict(list, "limit=1")).isEqualTo("200");
    assertThat(verdict(list, "limit=100")).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/roles", "/api-keys", "/services"})
  @DisplayName("ADM-10: a forged cursor, filter or order is refused, or finds nothing more")
  void aForgedQueryFindsNothingMore(String list) {
    for (String value : List.of(
        "%", "_", "'", "';drop table users--", "(a+)+$", "\\", "*", "\u0000", "x".repeat(10_000))) {
      for (String name : List.of("cursor", "q", "status", "role", "owner")) {
        assertThat(verdict(list, name + '=' + value))
            .as("%s=%.40s", name, value)
            .isIn("200", "400 malformed_request");
      }
    }
    Sent plain = Sent.of("GET", "/admin/api" + list).as(root.token());
    Sent ordered = Sent.of("GET", "/admin/api" + list + "?sort=password_hash&order=1;drop&fields=*")
        .as(root.token());
    assertThat(desk.members(200, ordered)).isEqualTo(desk.members(200, plain));
  }
}

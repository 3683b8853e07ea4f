package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What administrators do with one API key. */
final class ApiKeyAdministrationTest {
  private static final ClientInfo OFFICE = new ClientInfo("192.0.2.1", "curl/8", "r");

  private final Desk desk = new Desk();
  private final Person clerk = desk.person(
      "clerk", desk.role("clerk", "auth.api-keys:read", "auth.api-keys:write", "invoices:read"));
  private final Person ann = desk.person("ann", desk.role("writer", "invoices:*"));
  private final Subject robot =
      Subject.service(desk.service("robot", "writer").service().id());
  private final IssuedApiKey robots = desk.key(robot, "invoices:read");
  private final IssuedApiKey wide = desk.key(robot, "invoices:write");
  private final IssuedApiKey anns = desk.key(Subject.user(ann.id()), "invoices:read");

  @AfterEach
  void stop() {
    desk.close();
  }

  private static String path(IssuedApiKey key) {
    return "/admin/api/api-keys/" + key.key().id();
  }

  private String verdict(String method, String target, String json) {
    return desk.verdict(Sent.of(method, target, json).as(clerk.token()));
  }

  private Map<String, Object> key(String method, String target, String json) {
    return Desk.object(desk.members(200, Sent.of(method, target, json).as(clerk.token())), "key");
  }

  private boolean opens(Secret key) {
    return desk.gatehouse.apiKeyVerifier().verify(key, KeyUse.by(OFFICE))
        instanceof Verification.Accepted;
  }

  @Test
  void showsAKeyWithoutItsSecret() {
    assertThat(key("GET", path(anns), ""))
        .containsEntry("id", anns.key().id().toString())
        .containsEntry("owner", ann.id().toString())
        .doesNotContainKeys("token", "secret", "digest");
    assertThat(verdict("GET", "/admin/api/api-keys/key_01h455vb4pex5vsknk084sn02q", ""))
        .isEqualTo("404 not_found");
    assertThat(verdict("GET", "/admin/api/api-keys/x", "")).isEqualTo("404 not_found");
  }

  @Test
  @DisplayName(
      "KEY-02: a service's key is changed within what the caller holds, and a person's by nobody else")
  void changesAKey() {
    String wider = "{\"name\":\"new\",\"permissions\":[\"invoices:read\",\"invoices:write\"]}";
    assertThat(verdict("PATCH", path(robots), wider)).isEqualTo("403 permission_not_held");
    assertThat(key("PATCH", path(robots), "{\"name\":\"new\",\"permissions\":[]}"))
        .containsEntry("name", "new")
        .containsEntry("permissions", List.of());
    assertThat(verdict("PATCH", path(anns), "{\"name\":\"new\"}"))
        .isEqualTo("403 permission_denied");
    assertThat(verdict("PATCH", path(robots), "{\"name\":\"\"}"))
        .isEqualTo("422 validation_failed");
  }

  @Test
  @DisplayName("KEY-02: whoever may do less than a key does not decide from where it works")
  void nobodyOpensAKeyToAddressesThatMayDoMore() {
    IssuedApiKey bound = desk.gatehouse
        .apiKeys()
        .create(
            robot,
            NewApiKey.named("bound")
                .withPermissions("invoices:write")
                .with(settings -> settings.withAllowFrom(List.of(Cidr.parse("198.51.100.0/24")))),
            Desk.SETUP,
            Desk.NONE);
    assertThat(verdict("PATCH", path(bound), "{\"allowFrom\":[]}"))
        .isEqualTo("403 permission_not_held");
    assertThat(opens(bound.secret())).isFalse();
    assertThat(key("PATCH", path(robots), "{\"allowFrom\":[\"198.51.100.0/24\"]}"))
        .containsEntry("allowFrom", List.of("198.51.100.0/24"));
    assertThat(opens(robots.secret())).isFalse();
  }

  @Test
  void switchesAnybodysKeyOffAndThatOfAServiceOnAgain() {
    String because = "{\"reason\":\"holiday\"}";
    assertThat(key("POST", path(anns) + "/disable", because))
        .containsEntry("status", "disabled")
        .containsEntry("statusReason", "holiday");
    assertThat(opens(anns.secret())).isFalse();
    assertThat(verdict("POST", path(anns) + "/disable", because)).isEqualTo("200");
    assertThat(verdict("POST", path(anns) + "/enable", "")).isEqualTo("403 permission_denied");
    assertThat(verdict("POST", path(robots) + "/disable", because)).isEqualTo("200");
    assertThat(opens(robots.secret())).isFalse();
    assertThat(verdict("POST", path(robots) + "/enable", "")).isEqualTo("200");
    assertThat(verdict("POST", path(robots) + "/enable", "")).isEqualTo("200");
    assertThat(opens(robots.secret())).isTrue();
    assertThat(verdict("POST", path(wide) + "/disable", because)).isEqualTo("200");
    assertThat(verdict("POST", path(wide) + "/enable", "")).isEqualTo("403 permission_not_held");
    assertThat(verdict("POST", path(wide) + "/disable", "{}")).isEqualTo("422 validation_failed");
    assertThat(verdict("DELETE", path(wide), "")).isEqualTo("204");
    assertThat(verdict("POST", path(wide) + "/disable", because)).isEqualTo("409 version_conflict");
  }

  @Test
  void showsWhatAKeyWasUsedFor() {
    for (int i = 0; i < 3; i++) {
      assertThat(opens(robots.secret())).isTrue();
    }
    desk.gatehouse.apiKeyUsage().flush();
    desk.test.clock().advance(Duration.ofMinutes(1));
    Map<String, Object> page =
        desk.members(200, Sent.of("GET", path(robots) + "/usage").as(clerk.token()));
    assertThat(Desk.items(page))
        .singleElement()
        .satisfies(count -> assertThat(count)
            .containsEntry("key", robots.key().id().toString())
            .containsEntry("outcome", "accepted")
            .containsEntry("count", 3L));
    String family = "/admin/api/api-keys/" + robots.key().family() + "/usage";
    assertThat(desk.members(200, Sent.of("GET", family).as(clerk.token())))
        .as("of a family, whose keys may be gone")
        .isEqualTo(page);
    Map<String, Object> full =
        desk.members(200, Sent.of("GET", family + "?limit=1").as(clerk.token()));
    assertThat(Desk.items(full)).isEqualTo(Desk.items(page));
    String next = "?cursor=" + full.get("nextCursor");
    assertThat(Desk.items(desk.members(200, Sent.of("GET", family + next).as(clerk.token()))))
        .isEmpty();
    Instant now = desk.test.clock().instant();
    String early = "/usage?until=" + now.minus(Duration.ofDays(1));
    assertThat(Desk.items(
            desk.members(200, Sent.of("GET", path(robots) + early).as(clerk.token()))))
        .isEmpty();
    for (String bad : List.of(
        "?from=yesterday",
        "?limit=101",
        "?cursor=x",
        "?cursor=AAAA",
        "?cursor=*",
        "?until=+999999999-01-01T00:00:00Z",
        "?from=" + now.minus(Duration.ofDays(8)))) {
      assertThat(verdict("GET", path(robots) + "/usage" + bad, ""))
          .as(bad)
          .isEqualTo("400 malformed_request");
    }
  }
}

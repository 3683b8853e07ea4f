package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.GatehousePermissions;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionCatalogue;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LaneRule;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint of the admin API for every kind of caller, with the permission and with all permissions but that one. */
final class AdminAccessTest {
  private static final Digest LOCK = Digest.of("a lock");
  private static final String REASON = "{\"reason\":\"because\"}";

  private final Desk desk = new Desk();
  private final Person sue = desk.person("sue");
  private final IssuedSecret target = desk.service("target");
  private final ApiKey aKey = desk.key(Subject.service(target.service().id())).key();

  @BeforeEach
  void giveSueASecondFactor() {
    desk.test
        .storage()
        .recoveryCodes()
        .replace(sue.id(), "key", List.of(Digest.of("code")), desk.test.clock().instant());
    shut(LOCK);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private void shut(Digest key) {
    Duration half = Duration.ofHours(12);
    LaneRule rule = new LaneRule(1, 1, half, half, Duration.ZERO, half.plusHours(1));
    Lane lane = new Lane(Lane.Kind.PAIR, key, rule);
    desk.test.storage().lockouts().reserve(List.of(lane), desk.test.clock().instant());
  }

  /** An endpoint, what it asks for, and what it answers if all is well. */
  record Row(
      String method, String path, Permission permission, boolean recent, String body, int success) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static Row see(String path, Permission permission) {
    return new Row("GET", path, permission, false, "", 200);
  }

  private static Row change(
      String method, String path, Permission permission, String body, int success) {
    return new Row(method, path, permission, false, body, success);
  }

  private static Row recent(
      String method, String path, Permission permission, String body, int success) {
    return new Row(method, path, permission, true, body, success);
  }

  static Stream<Row> rows() {
    return Stream.of(
        see("/users", GatehousePermissions.USERS_READ),
        see("/users/{user}", GatehousePermissions.USERS_READ),
        change("PATCH", "/users/{user}", GatehousePermissions.USERS_WRITE, "{\"name\":\"S\"}", 200),
        change("POST", "/users/{user}/disable", GatehousePermissions.USERS_WRITE, REASON, 200),
        change("POST", "/users/{user}/enable", GatehousePermissions.USERS_WRITE, REASON, 200),
        change("POST", "/users/{user}/suspend", GatehousePermissions.USERS_WRITE, REASON, 200),
        change("POST", "/users/{user}/unlock", GatehousePermissions.USERS_WRITE, REASON, 200),
        change("POST", "/users/{user}/password-reset", GatehousePermissions.USERS_WRITE, "", 202),
        recent(
            "POST",
            "/users/{user}/two-factor/reset",
            GatehousePermissions.USERS_SECURITY,
            REASON,
            200),
        see("/locks", GatehousePermissions.LOCKS_READ),
        change("DELETE", "/locks/{lock}", GatehousePermissions.LOCKS_WRITE, REASON, 204),
        see("/users/{user}/roles", GatehousePermissions.ROLES_READ),
        recent(
            "PUT", "/users/{user}/roles", GatehousePermissions.ROLES_ASSIGN, "{\"roles\":[]}", 200),
        see("/users/{user}/sessions", GatehousePermissions.SESSIONS_READ),
        change("DELETE", "/users/{user}/sessions", GatehousePermissions.SESSIONS_WRITE, "", 200),
        change(
            "DELETE",
            "/users/{user}/sessions/{session}",
            GatehousePermissions.SESSIONS_WRITE,
            "",
            204),
        see("/roles", GatehousePermissions.ROLES_READ),
        see("/roles/auth-support", GatehousePermissions.ROLES_READ),
        recent(
            "PUT", "/roles/empty", GatehousePermissions.ROLES_WRITE, "{\"permissions\":[]}", 201),
        recent("DELETE", "/roles/spare", GatehousePermissions.ROLES_WRITE, "", 204),
        see("/permissions", GatehousePermissions.ROLES_READ),
        see("/users/{user}/access?permission=invoices:read", GatehousePermissions.ROLES_READ),
        see("/api-keys", GatehousePermissions.API_KEYS_READ),
        recent(
            "POST",
            "/api-keys",
            GatehousePermissions.API_KEYS_WRITE,
            "{\"owner\":\"{service}\",\"name\":\"n\"}",
            201),
        recent("POST", "/api-keys/{key}/rotate", GatehousePermissions.API_KEYS_WRITE, "", 201),
        recent("DELETE", "/api-keys/{key}", GatehousePermissions.API_KEYS_WRITE, "", 204),
        see("/services", GatehousePermissions.SERVICES_READ),
        recent(
            "POST",
            "/services",
            GatehousePermissions.SERVICES_WRITE,
            "{\"name\":\"new\",\"audiences\":[]}",
            201),
        recent(
            "PATCH",
            "/services/{service}",
            GatehousePermissions.SERVICES_WRITE,
            "{\"audiences\":[\"orders\"]}",
            200),
        recent(
            "POST",
            "/services/{service}/rotate-secret",
            GatehousePermissions.SERVICES_WRITE,
            "",
            201),
        recent(
            "POST",
            "/services/{service}/end-overlap",
            GatehousePermissions.SERVICES_WRITE,
            "",
            200),
        recent("POST", "/services/{service}/disable", GatehousePermissions.SERVICES_WRITE, "", 200),
        recent("POST", "/services/{service}/enable", GatehousePermissions.SERVICES_WRITE, "", 200),
        recent("DELETE", "/services/{service}", GatehousePermissions.SERVICES_WRITE, "", 204),
        see("/services/{service}/roles", GatehousePermissions.ROLES_READ),
        recent(
            "PUT",
            "/services/{service}/roles",
            GatehousePermissions.ROLES_ASSIGN,
            "{\"roles\":[]}",
            200));
  }

  private Sent request(Row row) {
    return Sent.of(row.method(), "/admin/api" + filled(row.path()), filled(row.body()));
  }

  private String filled(String text) {
    return text.replace("{user}", sue.id().toString())
        .replace("{session}", sue.session())
        .replace("{lock}", HexFormat.of().formatHex(LOCK.bytes()))
        .replace("{key}", aKey.id().toString())
        .replace("{service}", target.service().id().toString());
  }

  private String roleWith(Row row) {
    return desk.role("holder", row.permission().text());
  }

  private String roleWithout(Row row) {
    String[] others = PermissionCatalogue.of(List.of()).permissions().stream()
        .filter(permission -> !permission.equals(row.permission()))
        .map(Permission::text)
        .toArray(String[]::new);
    return desk.role("others", others);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("ADM-01: refuses nobody's request, and that of a person, key or service without it")
  void refusesWhoeverLacksThePermissionAndWhoeverIsNobody(Row row) {
    Sent request = request(row);
    String others = roleWithout(row);
    Person otto = desk.person("otto", others);
    assertThat(desk.verdict(request)).isEqualTo("401 authentication_required");
    Map<String, Object> refused = desk.members(403, request.as(otto.token()));
    assertThat(refused)
        .containsEntry("code", "permission_denied")
        .containsEntry("missing", List.of(row.permission().text()));
    assertThat(desk.verdict(request.as(desk.key(Subject.user(otto.id()), "*:*").secret())))
        .isEqualTo("403 permission_denied");
    assertThat(desk.verdict(request.as(desk.token(desk.service("plain", others)))))
        .isEqualTo("403 permission_denied");
    assertThatNothingWasChanged();
  }

  private void assertThatNothingWasChanged() {
    assertThat(desk.gatehouse.users().find(sue.id())).contains(sue.login().user());
    assertThat(desk.gatehouse.sessions().list(sue.id())).hasSize(1);
    assertThat(desk.gatehouse.services().find(target.service().id())).contains(target.service());
    assertThat(desk.gatehouse.apiKeys().list(ApiKeyQuery.of(aKey.owner())).keys())
        .containsExactly(aKey);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void letsAPersonThroughWhoHoldsThePermission(Row row) {
    desk.role("spare");
    Person hal = desk.person("hal", roleWith(row));
    assertThat(desk.verdict(request(row).as(hal.token()))).isEqualTo("" + row.success());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("ADM-07: what is dangerous needs a recent login")
  void asksOnlyAPersonForARecentLogin(Row row) {
    desk.role("spare");
    Person hal = desk.person("hal", roleWith(row));
    desk.test.clock().advance(Duration.ofMinutes(6));
    assertThat(desk.verdict(request(row).as(hal.token())))
        .isEqualTo(row.recent() ? "401 step_up_required" : "" + row.success());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void letsAnApiKeyThroughThatHoldsThePermissionUnlessALoginIsAskedFor(Row row) {
    Person hal = desk.person("hal", roleWith(row));
    String permission = row.permission().text();
    assertThat(desk.verdict(
            request(row).as(desk.key(Subject.user(hal.id()), permission).secret())))
        .isEqualTo(row.recent() ? "403 permission_denied" : "" + row.success());
    assertThat(desk.verdict(request(row).as(desk.key(Subject.user(hal.id())).secret())))
        .as("a key without grants")
        .isEqualTo("403 permission_denied");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void letsAServiceThroughThatHoldsThePermissionUnlessALoginIsAskedFor(Row row) {
    Person hal = desk.person("hal", roleWith(row));
    IssuedSecret service = desk.service("reports", "holder");
    boolean reads = row.method().equals("GET");
    assertThat(desk.verdict(request(row).as(desk.onBehalf(service, hal))))
        .as("on behalf of somebody who may")
        .isEqualTo(reads ? "200" : "403 permission_denied");
    assertThat(desk.verdict(request(row).as(desk.onBehalf(service, sue))))
        .as("on behalf of somebody who may not")
        .isEqualTo("403 permission_denied");
    assertThat(desk.verdict(request(row).as(desk.token(service))))
        .isEqualTo(row.recent() ? "403 permission_denied" : "" + row.success());
  }

  @Test
  void everyEndpointOfAdministratorsIsARow() {
    assertThat(rows().map(AdminAccessTest::route))
        .containsExactlyElementsOf(AllEndpoints.list().stream()
            .map(endpoint -> endpoint.route().toString())
            .filter(route -> route.contains(" /auth/admin/api/"))
            .toList());
  }

  private static String route(Row row) {
    String path = row.path()
        .replaceFirst("\\?.*", "")
        .replaceFirst("\\{(user|lock|key|service)}", "{id}")
        .replace("{session}", "{sid}")
        .replaceFirst("^/roles/.+", "/roles/{name}");
    return row.method() + " /auth/admin/api" + path;
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    Person root = desk.person("root", "auth-admin");
    String nobody = new UserId(new UUID(1, 2)).toString();
    for (String path : List.of(
        "/users/" + nobody,
        "/users/usr_x",
        "/users/" + nobody + "/roles",
        "/users/" + nobody + "/sessions",
        "/users/" + nobody + "/access?permission=invoices:read",
        "/roles/none",
        "/none")) {
      assertThat(desk.verdict(Sent.of("GET", "/admin/api" + path).as(root.token())))
          .as(path)
          .isEqualTo("404 not_found");
    }
  }
}

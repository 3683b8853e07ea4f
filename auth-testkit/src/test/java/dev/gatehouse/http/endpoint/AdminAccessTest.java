package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
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
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint of the admin API for every kind of caller, with the permission and with all permissions but that one. */
final class AdminAccessTest {
  private static final Digest LOCK = Digest.of("a lock");

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

  private Sent request(AdminRow row) {
    return Sent.of(row.method(), "/admin/api" + filled(row.path()), filled(row.body()));
  }

  private String filled(String text) {
    return text.replace("{user}", sue.id().toString())
        .replace("{session}", sue.session())
        .replace("{lock}", HexFormat.of().formatHex(LOCK.bytes()))
        .replace("{key}", aKey.id().toString())
        .replace("{service}", target.service().id().toString());
  }

  private String roleWith(AdminRow row) {
    return desk.role("holder", row.permission().text());
  }

  private String roleWithout(AdminRow row) {
    String[] others = PermissionCatalogue.of(List.of()).permissions().stream()
        .filter(permission -> !permission.equals(row.permission()))
        .map(Permission::text)
        .toArray(String[]::new);
    return desk.role("others", others);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  @DisplayName("ADM-01: refuses nobody's request, and that of a person, key or service without it")
  void refusesWhoeverLacksThePermissionAndWhoeverIsNobody(AdminRow row) {
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
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  void letsAPersonThroughWhoHoldsThePermission(AdminRow row) {
    desk.role("spare");
    Person hal = desk.person("hal", roleWith(row));
    assertThat(desk.verdict(request(row).as(hal.token()))).isEqualTo("" + row.success());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  @DisplayName("ADM-07: what is dangerous needs a recent login")
  void asksOnlyAPersonForARecentLogin(AdminRow row) {
    desk.role("spare");
    Person hal = desk.person("hal", roleWith(row));
    desk.test.clock().advance(Duration.ofMinutes(6));
    assertThat(desk.verdict(request(row).as(hal.token())))
        .isEqualTo(row.recent() ? "401 step_up_required" : "" + row.success());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  void letsAnApiKeyThroughThatHoldsThePermissionUnlessALoginIsAskedFor(AdminRow row) {
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
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  void letsAServiceThroughThatHoldsThePermissionUnlessALoginIsAskedFor(AdminRow row) {
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.http.endpoint.AdminRow#all")
  @DisplayName(
      "ADM: what changes something is in the trail once, by its actor, with before and after")
  void whatWasChangedIsOnRecord(AdminRow row) {
    desk.role("spare");
    Person hal = desk.person("hal", roleWith(row));
    prepare(row, hal);
    List<AuditRecord> before = desk.test.audited();
    assertThat(desk.verdict(request(row).as(hal.token()))).isEqualTo("" + row.success());
    List<AuditRecord> caused = desk.test.audited().stream()
        .filter(record -> !before.contains(record))
        .filter(record -> record.actorId().equals(hal.id().toString()))
        .toList();
    if (row.method().equals("GET")) {
      assertThat(caused).isEmpty();
      return;
    }
    assertThat(caused).singleElement().satisfies(record -> {
      assertThat(record.type()).isEqualTo(row.event());
      assertThat(record.outcome()).isEqualTo("success");
      assertThat(record.actorKind()).isEqualTo("USER");
      assertThat(record.address()).isNotEmpty();
      assertThat(record.data()).containsKeys(row.members().toArray(String[]::new));
      assertThat(record.subject() + record.data())
          .as("says whom or what it is about")
          .hasSizeGreaterThan(2);
    });
  }

  /** Sees to it that there is something to change. */
  private void prepare(AdminRow row, Person hal) {
    ServiceId service = target.service().id();
    boolean changed = switch (row.toString()) {
      case "POST /users/{user}/enable" -> blocked(sue.id());
      case "PUT /users/{user}/roles" -> spareRole(hal, Subject.user(sue.id()));
      case "PUT /services/{service}/roles" -> spareRole(hal, Subject.service(service));
      case "POST /services/{service}/end-overlap" ->
        desk.gatehouse.services().rotateSecret(service, Desk.SETUP, Desk.NONE) != null;
      case "POST /api-keys/{key}/enable" ->
        desk.gatehouse.apiKeys().disable(aKey.id(), "", Desk.SETUP, Desk.NONE) != null;
      case "POST /services/{service}/enable" ->
        desk.gatehouse.services().disable(service, Desk.SETUP, Desk.NONE);
      default -> true;
    };
    assertThat(changed).isTrue();
  }

  private boolean blocked(UserId user) {
    StatusChange change = new StatusChange(UserStatus.BLOCKED, "", Optional.empty());
    return desk.gatehouse
            .users()
            .changeStatus(user, change, Desk.SETUP, Desk.NONE)
            .status()
        == UserStatus.BLOCKED;
  }

  /** Who takes a role away must have it. */
  private boolean spareRole(Person hal, Subject holder) {
    desk.assign(Subject.user(hal.id()), "spare");
    desk.assign(holder, "spare");
    return true;
  }

  @Test
  void everyEndpointOfAdministratorsIsARow() {
    assertThat(AdminRow.all().map(AdminRow::route))
        .containsExactlyElementsOf(AllEndpoints.list().stream()
            .map(endpoint -> endpoint.route().toString())
            .filter(route -> route.contains(" /auth/admin/api/"))
            .toList());
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

package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("CFG-01: a configuration that cannot work is refused before anything starts")
final class GatehouseBuilderTest {
  private static final String SECRET = "dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh";

  private static GatehouseBuilder complete() {
    return Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of(SECRET))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail());
  }

  private static List<String> problems(GatehouseBuilder builder) {
    return catchThrowableOfType(ConfigurationException.class, builder::build).problems();
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnceWithAnExample() {
    assertThat(problems(Gatehouse.builder()))
        .satisfiesExactly(
            one -> assertThat(one).contains("gatehouse.base-url", "https://"),
            two -> assertThat(two).contains("gatehouse.secret", "openssl rand -base64 32"),
            three -> assertThat(three).contains("storage", "JdbcStorage"),
            four -> assertThat(four).contains("mailer", "LogMailer"));
  }

  @Test
  void aCompleteConfigurationStartsAndStops() {
    try (Gatehouse gatehouse = complete().build()) {
      assertThat(gatehouse.signingKeys().list()).hasSize(1);
    }
  }

  @Test
  void anUnknownPropertyIsRefusedWithTheNearestName() {
    assertThat(problems(complete().properties(Map.of("gatehouse.sesion.lease", "1s"))))
        .containsExactly(
            "gatehouse.sesion.lease is no setting; did you mean gatehouse.session.lease?");
  }

  @Test
  void propertiesOfOthersAreLeftAlone() {
    complete()
        .properties(Map.of("spring.application.name", "x", "path", "/"))
        .build()
        .close();
  }

  @ParameterizedTest
  @CsvSource({
    "gatehouse.session.lease, 31s",
    "gatehouse.session.lease, soon",
    "gatehouse.session.max-per-user, 0",
    "gatehouse.token.access-ttl, 61m",
    "gatehouse.token.algorithm, none",
    "gatehouse.token.refresh-grace, 61s",
    "gatehouse.clock-skew, 10m",
    "gatehouse.password.min-length, 4",
    "gatehouse.password.hash.memory, 1MiB",
    "gatehouse.password.reset-ttl, 2d",
    "gatehouse.registration.enabled, maybe",
    "gatehouse.access.cache-ttl, 31s",
    "gatehouse.trusted-origins, *",
    "gatehouse.trusted-proxies, everywhere",
    "gatehouse.base-url, http://app.example.com",
    "gatehouse.base-url, not a url",
    "gatehouse.secret, c2hvcnQ="
  })
  void aValueOutOfBoundsIsRefusedByName(String name, String value) {
    assertThat(problems(complete().properties(Map.of(name, value))))
        .singleElement()
        .satisfies(problem -> assertThat(problem).startsWith(name + ": "));
  }

  @Test
  void aRuleOfTheHostBelowOurPathIsRefused() {
    assertThat(problems(complete().routes(rules -> rules.permitAll("/auth/login"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("/auth/login"));
  }

  @Test
  void mistakesInPermissionsAndRolesAreReportedTogether() {
    assertThat(problems(complete()
            .permissions("invoices:read", "Invoices:Write", "auth.users:read")
            .role("accountant", role -> role.permitting("invoces:read").including("viewr"))
            .role("viewer", role -> role.permitting("invoices"))))
        .hasSize(3)
        .anySatisfy(problem -> assertThat(problem).startsWith("permission: ").contains("Invoices"))
        .anySatisfy(problem -> assertThat(problem).startsWith("role viewer: "))
        .anySatisfy(problem -> assertThat(problem).contains("auth.users:read", "Gatehouse's own"));
  }

  @Test
  void aTypoInAPermissionOfARoleStopsTheStart() {
    assertThat(problems(complete()
            .properties(
                Map.of("gatehouse.access.declared-permissions", "invoices:read, docs:read:*"))
            .role("viewer", role -> role.permitting("invoces:read", "docs:read:mine"))))
        .containsExactly("role viewer: nobody declared the permission invoces:read;"
            + " did you mean invoices:read?");
  }

  @Test
  void aDeclaredRoleFollowsItsDeclarationFromStartToStart() {
    InMemoryStorage storage = InMemoryStorage.create();
    GatehouseBuilder first = complete()
        .storage(storage)
        .permissions("invoices:read", "invoices:write")
        .role("viewer", role -> role.permitting("invoices:read"))
        .role("clerk", role -> role.permitting("invoices:write").including("viewer"));
    try (Gatehouse gatehouse = first.build()) {
      assertThat(gatehouse.roles().find("clerk").map(Role::origin)).contains(Role.Origin.DECLARED);
      assertThat(gatehouse.access().permissionsOfRoles(Set.of("clerk")).permissions())
          .hasSize(2);
    }
    UUID revision = storage.roles().revision();
    first.build().close();
    assertThat(storage.roles().revision()).as("nothing to bring up to date").isEqualTo(revision);
    GatehouseBuilder second = complete()
        .storage(storage)
        .permissions("invoices:read")
        .role("viewer", role -> role.permitting("invoices:*"));
    try (Gatehouse gatehouse = second.build()) {
      assertThat(gatehouse.roles().find("viewer").orElseThrow().permissions())
          .containsExactly(Permission.parse("invoices:*"));
      assertThat(gatehouse.roles().find("clerk").map(Role::origin)).contains(Role.Origin.CUSTOM);
    }
  }

  @Test
  void aRoleMadeAtRunTimeIsTakenOverByADeclarationOfItsName() {
    InMemoryStorage storage = InMemoryStorage.create();
    try (Gatehouse gatehouse = complete().storage(storage).build()) {
      gatehouse
          .roles()
          .create(
              RoleDefinition.of("viewer").permitting("auth.users:read"),
              Actor.system("test"),
              ClientInfo.none());
    }
    GatehouseBuilder declaring =
        complete().storage(storage).role("viewer", role -> role.permitting("auth.audit:read"));
    try (Gatehouse gatehouse = declaring.build()) {
      Role viewer = gatehouse.roles().find("viewer").orElseThrow();
      assertThat(viewer.origin()).isEqualTo(Role.Origin.DECLARED);
      assertThat(viewer.permissions()).containsExactly(Permission.parse("auth.audit:read"));
      assertThat(viewer.version()).isEqualTo(1);
    }
  }

  @Test
  void nodesThatStartTogetherAgreeOnTheRoles() {
    InMemoryStorage storage = InMemoryStorage.create();
    Racing.together(8, () -> {
      complete()
          .storage(storage.anotherNode())
          .role("viewer", role -> role.permitting("auth.audit:read"))
          .build()
          .close();
      return true;
    });
    assertThat(storage.roles().list()).hasSize(4).allMatch(role -> role.version() == 0);
  }

  @Test
  void aProblemNeverShowsASecret() {
    assertThat(problems(complete().secret(Secret.of("c2hvcnQtc2VjcmV0"))).toString())
        .doesNotContain("c2hvcnQtc2VjcmV0", "short-secret");
  }
}

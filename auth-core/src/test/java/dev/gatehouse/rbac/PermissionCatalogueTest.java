package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PermissionCatalogueTest {
  private static final PermissionCatalogue CATALOGUE =
      PermissionCatalogue.of(Stream.of("invoices:read", "invoices:write", "documents:read:*")
          .map(Permission::parse)
          .toList());

  @ParameterizedTest
  @CsvSource({
    "invoices:read, true",
    "invoices:*, true",
    "*:read, true",
    "*:*, true",
    "*:*:*, true",
    "documents:read:tenant-7, true",
    "documents:*:tenant-7, false",
    "documents:*:*, true",
    "auth.users:read, true",
    "auth.users:*, true",
    "invoices:delete, false",
    "invoice:read, false",
    "invoices:read:own, false",
    "documents:read, false",
    "orders:*, false",
    "*:delete:*, false",
    "*:delete, false"
  })
  void knowsWhatWasDeclaredAndWildcardsOverIt(String permission, boolean known) {
    assertThat(CATALOGUE.knows(Permission.parse(permission))).isEqualTo(known);
  }

  @Test
  void asksWhetherAnotherOneWasMeant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.require("invoces:read"))
        .withMessage("nobody declared the permission invoces:read; did you mean invoices:read?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth.users:read", "auth.mine:do", "*:read", "invoices:*", "*:*", "*:*:*"})
  void cannotBeGivenWhatIsGatehousesOwnOrNothingAtAll(String permission) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PermissionCatalogue.of(List.of(Permission.parse(permission))))
        .withMessageContaining(permission);
  }

  @Test
  void everyPermissionOfABuiltInRoleIsKnown() {
    assertThat(BuiltInRoles.all())
        .flatExtracting(RoleDefinition::permissions)
        .allMatch(PermissionCatalogue.of(List.of())::knows);
  }

  @Test
  void theAuditorChangesNothing() {
    PermissionSet auditor = PermissionSet.of(BuiltInRoles.all().stream()
        .filter(role -> role.name().equals(BuiltInRoles.AUDITOR))
        .findFirst()
        .orElseThrow()
        .permissions());
    assertThat(GatehousePermissions.all())
        .filteredOn(auditor::implies)
        .extracting(Permission::action)
        .containsOnly("read", "access", "export");
    assertThat(GatehousePermissions.all())
        .filteredOn(permission -> permission.action().equals("read"))
        .allMatch(auditor::implies);
  }

  @Test
  void supportCannotHandOutRoles() {
    PermissionSet support = PermissionSet.of(BuiltInRoles.all().stream()
        .filter(role -> role.name().equals(BuiltInRoles.SUPPORT))
        .findFirst()
        .orElseThrow()
        .permissions());
    assertThat(support.implies(GatehousePermissions.ROLES_ASSIGN)).isFalse();
    assertThat(support.implies(GatehousePermissions.ROLES_WRITE)).isFalse();
    assertThat(support.implies(GatehousePermissions.USERS_IMPERSONATE)).isFalse();
    assertThat(support.implies(GatehousePermissions.SETTINGS_READ)).isFalse();
  }
}

package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RoleRulesTest {
  private static final PermissionCatalogue CATALOGUE =
      PermissionCatalogue.of(List.of(Permission.parse("invoices:read")));

  private static List<String> problems(RoleDefinition... roles) {
    return DeclaredRoles.problems(List.of(roles), CATALOGUE);
  }

  @Test
  void aSoundSetOfRolesHasNoProblem() {
    assertThat(problems(
            RoleDefinition.of("accountant").permitting("invoices:*").including("viewer"),
            RoleDefinition.of("viewer").permitting("invoices:read").including("auth-auditor")))
        .isEmpty();
  }

  @Test
  void namesAPermissionThatNobodyDeclared() {
    assertThat(problems(RoleDefinition.of("viewer").permitting("invoces:read")))
        .containsExactly("role viewer: nobody declared the permission invoces:read;"
            + " did you mean invoices:read?");
  }

  @Test
  void namesARoleThatIsNotThere() {
    assertThat(problems(RoleDefinition.of("viewer"), RoleDefinition.of("clerk").including("viewr")))
        .containsExactly("role clerk: there is no role viewr; did you mean viewer?");
  }

  @Test
  void refusesTheNameOfABuiltInRoleAndANameThatComesTwice() {
    assertThat(problems(
            RoleDefinition.of("auth-admin"), RoleDefinition.of("x"), RoleDefinition.of("x")))
        .containsExactly(
            "role auth-admin: there is another one of that name",
            "role x: there is another one of that name");
  }

  @Test
  @DisplayName("RBAC-02: a role that includes itself is refused, however long the way round")
  void refusesACycle() {
    assertThat(problems(RoleDefinition.of("a").including("a")))
        .containsExactly("role a: the role a would include itself");
    assertThat(problems(
            RoleDefinition.of("a").including("b"),
            RoleDefinition.of("b").including("c"),
            RoleDefinition.of("c").including("a"),
            RoleDefinition.of("outside").including("a")))
        .containsExactly(
            "role a: the role a would include itself",
            "role b: the role b would include itself",
            "role c: the role c would include itself");
  }

  @Test
  @DisplayName("RBAC-02: a chain of nine roles is refused, of eight it is not")
  void refusesALongChain() {
    assertThat(problems(chain(8))).isEmpty();
    assertThat(problems(chain(9)))
        .hasSize(9)
        .first()
        .isEqualTo("role r0: a chain of included roles has at most 8, would have 9");
  }

  @Test
  void manyWaysToTheSameRolesAreNotWalkedOneByOne() {
    List<RoleDefinition> layers = new ArrayList<>();
    for (int layer = 0; layer < 8; layer++) {
      for (int i = 0; i < 20; i++) {
        RoleDefinition role = RoleDefinition.of("l" + layer + "-" + i);
        for (int next = 0; layer < 7 && next < 20; next++) {
          role = role.including("l" + (layer + 1) + "-" + next);
        }
        layers.add(role);
      }
    }
    assertThat(problems(layers.toArray(RoleDefinition[]::new))).isEmpty();
  }

  private static RoleDefinition[] chain(int length) {
    RoleDefinition[] roles = new RoleDefinition[length];
    for (int i = 0; i < length; i++) {
      RoleDefinition role = RoleDefinition.of("r" + i);
      roles[i] = i + 1 < length ? role.including("r" + (i + 1)) : role;
    }
    return roles;
  }
}

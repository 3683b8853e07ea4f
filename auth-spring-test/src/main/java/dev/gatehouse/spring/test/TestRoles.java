package dev.gatehouse.spring.test;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** Roles that grant what tests ask for: permissions are held by roles alone. */
final class TestRoles {
  private final RoleService roles;

  TestRoles(RoleService roles) {
    this.roles = roles;
  }

  List<String> of(WithGatehouseUser wanted) {
    List<String> names = new ArrayList<>(List.of(wanted.roles()));
    if (wanted.permissions().length > 0) {
      names.add(granting(List.of(wanted.permissions())));
    }
    return names;
  }

  private String granting(List<String> permissions) {
    String all = String.join(" ", new TreeSet<>(permissions));
    String name = "test-" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    if (roles.find(name).isEmpty()) {
      make(RoleDefinition.of(name)
          .describedAs("made by @WithGatehouseUser")
          .permitting(permissions.toArray(String[]::new)));
    }
    return name;
  }

  /** A test beside this one may have been first. */
  private void make(RoleDefinition role) {
    try {
      var unused = roles.create(role, TestAccounts.TESTS, ClientInfo.none());
    } catch (AuthException refusal) {
      if (roles.find(role.name()).isEmpty()) {
        throw refusal;
      }
    }
  }
}

package dev.gatehouse.contract.scenario;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;

/** What the scenarios about roles share. */
public interface RoleScenario extends Scenario {
  /** The application itself. */
  Actor SETUP = Actor.system("setup");

  /** No client. */
  ClientInfo NONE = ClientInfo.none();

  /** A right that the roles of the tests grant. */
  Permission USERS_READ = Permission.parse("auth.users:read");

  /** Returns a new account. */
  default UserId person(TestGatehouse test, String name) {
    return test.verified(name + "@example.com", PASSWORD).id();
  }

  /** Returns a new account that has a role. */
  default UserId person(TestGatehouse test, String name, String role) {
    UserId person = person(test, name);
    test.gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(person), role), SETUP, NONE);
    return person;
  }

  /** Returns a new role. */
  default Role role(TestGatehouse test, String name, String... permissions) {
    return test.gatehouse()
        .roles()
        .create(RoleDefinition.of(name).permitting(permissions), SETUP, NONE);
  }

  /** Tells whether somebody may see accounts. */
  default boolean mayRead(TestGatehouse test, UserId person) {
    return test.gatehouse().access().allows(Subject.user(person), USERS_READ);
  }
}

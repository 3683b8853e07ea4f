package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.SecondLevel;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Roles on two nodes of one store: what is granted here is heard there. */
final class TestRoles {
  static final Subject ANN = new Subject(Subject.Kind.USER, new UUID(0, 1));
  static final AccessPolicy LONG = new AccessPolicy(Duration.ofSeconds(30));
  static final Permission READ = Permission.parse("invoices:read");
  static final Permission WRITE = Permission.parse("invoices:write");
  private static final PermissionCatalogue CATALOGUE =
      PermissionCatalogue.of(List.of(READ, WRITE, Permission.parse("docs:read:*")));
  private static final Secret SECRET = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");

  final SettableClock clock = new SettableClock();
  final InMemoryStorage here = InMemoryStorage.create();
  final InMemoryStorage there = here.anotherNode();
  final SwitchedAssignments assignments = new SwitchedAssignments(here.roleAssignments());
  final RoleAccess access = access(here, assignments, LONG);

  RoleAccess access(InMemoryStorage node, RoleAssignmentStore assignments, AccessPolicy policy) {
    RoleBackend backend = new RoleBackend(node.roles(), assignments, CATALOGUE);
    RandomSource random = RandomSource.secure();
    SecondLevel none = new SecondLevel(
        Optional.empty(), new KeyRing(SECRET, List.of(), random), random, clock, System::nanoTime);
    return new RoleAccess(backend, policy, none, node.invalidations(), clock);
  }

  /** Returns what the other node knows. */
  RoleAccess elsewhere(AccessPolicy policy) {
    return access(there, there.roleAssignments(), policy);
  }

  void role(String name, String... permissions) {
    RoleDefinition definition = RoleDefinition.of(name).permitting(permissions);
    assertThat(here.roles().insert(new Role(definition, Role.Origin.CUSTOM, 0))).isTrue();
    here.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, ""));
  }

  void give(RoleGrant grant) {
    assertThat(here.roleAssignments()
            .put(new RoleAssignment(grant, Actor.system("test"), clock.instant())))
        .isTrue();
    tell(grant.subject());
  }

  void take(Subject subject, String role) {
    assertThat(here.roleAssignments().remove(subject, role)).isTrue();
    tell(subject);
  }

  private void tell(Subject subject) {
    here.invalidations()
        .publish(new Invalidation(Invalidation.Kind.SUBJECT_ROLES, subject.toString()));
  }
}

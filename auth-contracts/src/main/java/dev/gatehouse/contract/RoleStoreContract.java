package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.RoleStore;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RoleStore}, as tests. Implement it in the test class of a backend. */
public interface RoleStoreContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void listsRolesByNameWithEverythingInThem() {
    RoleStore roles = storage().roles();
    Role viewer = role(RoleDefinition.of("viewer"));
    Role accountant = new Role(
        RoleDefinition.of("accountant")
            .describedAs("Keeps the \"books\", für Österreich 🦊")
            .permitting("invoices:*", "invoices:read:own", "*:*:*")
            .including("viewer", "not-there"),
        Role.Origin.DECLARED,
        7);
    assertThat(roles.insert(viewer)).isTrue();
    assertThat(roles.insert(accountant)).isTrue();
    assertThat(roles.list()).containsExactly(accountant, viewer);
  }

  @Test
  default void aNewStoreHasNoRoles() {
    assertThat(storage().roles().list()).isEmpty();
  }

  @Test
  default void keepsAsManyPermissionsAsARoleMayHave() {
    RoleStore roles = storage().roles();
    Role large = role(RoleDefinition.of("large")
        .permitting(IntStream.range(0, 1000)
            .mapToObj(i -> "r" + i + ":" + "a".repeat(60))
            .toArray(String[]::new)));
    roles.insert(large);
    assertThat(roles.list()).containsExactly(large);
  }

  @Test
  default void refusesASecondRoleOfAName() {
    RoleStore roles = storage().roles();
    Role first = role(RoleDefinition.of("viewer").permitting("a:b"));
    assertThat(roles.insert(first)).isTrue();
    assertThat(roles.insert(role(RoleDefinition.of("viewer").permitting("c:d"))))
        .isFalse();
    assertThat(roles.list()).containsExactly(first);
  }

  @Test
  default void ofConcurrentAdditionsOfOneNameOneSucceeds() {
    RoleStore roles = storage().roles();
    Role viewer = role(RoleDefinition.of("viewer"));
    assertThat(Racing.together(16, () -> roles.insert(viewer))).containsOnlyOnce(true);
  }

  @Test
  default void replacesARoleOfTheExpectedVersionAndNoOther() {
    RoleStore roles = storage().roles();
    roles.insert(role(RoleDefinition.of("viewer").permitting("a:b")));
    Role next = new Role(
        RoleDefinition.of("viewer").describedAs("d").permitting("c:d").including("x"),
        Role.Origin.DECLARED,
        1);
    assertThat(roles.update(next, 1)).isFalse();
    assertThat(roles.update(next, 0)).isTrue();
    assertThat(roles.update(next, 0)).isFalse();
    assertThat(roles.list()).containsExactly(next);
  }

  @Test
  default void replacesNoRoleThatIsNotThere() {
    RoleStore roles = storage().roles();
    assertThat(roles.update(role(RoleDefinition.of("viewer")), 0)).isFalse();
    assertThat(roles.list()).isEmpty();
  }

  @Test
  default void ofConcurrentReplacementsOfOneVersionOneSucceeds() {
    RoleStore roles = storage().roles();
    roles.insert(role(RoleDefinition.of("viewer")));
    Role next = new Role(RoleDefinition.of("viewer"), Role.Origin.CUSTOM, 1);
    assertThat(Racing.together(16, () -> roles.update(next, 0))).containsOnlyOnce(true);
  }

  @Test
  default void deletesARoleOnce() {
    RoleStore roles = storage().roles();
    roles.insert(role(RoleDefinition.of("viewer")));
    assertThat(Racing.together(16, () -> roles.delete("viewer", NOW))).containsOnlyOnce(true);
    assertThat(roles.list()).isEmpty();
  }

  @Test
  default void deletesNoRoleThatSomebodyHas() {
    Storage storage = storage();
    storage.roles().insert(role(RoleDefinition.of("viewer")));
    RoleAssignment held =
        new RoleAssignment(RoleGrant.of(subject(), "viewer").until(NOW), Actor.system("test"), NOW);
    storage.roleAssignments().put(held);
    assertThat(storage.roles().delete("viewer", NOW.minus(TICK))).isFalse();
    assertThat(storage.roles().list()).hasSize(1);
    assertThat(storage.roleAssignments().of(held.subject())).containsExactly(held);
  }

  @Test
  default void deletesARoleWithTheAssignmentsThatAreOver() {
    Storage storage = storage();
    storage.roles().insert(role(RoleDefinition.of("viewer")));
    Subject subject = subject();
    storage
        .roleAssignments()
        .put(new RoleAssignment(
            RoleGrant.of(subject, "viewer").until(NOW), Actor.system("test"), NOW));
    assertThat(storage.roles().delete("viewer", NOW)).isTrue();
    assertThat(storage.roleAssignments().of(subject)).isEmpty();
  }

  /** Either the role is gone and nobody has it, or somebody has it and it is there. */
  @Test
  default void aRoleIsNeverDeletedUnderSomebodyWhoIsGettingIt() {
    Storage storage = storage();
    for (int round = 0; round < 20; round++) {
      String name = "role" + round;
      storage.roles().insert(role(RoleDefinition.of(name)));
      Subject subject = subject();
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done = Racing.together(2, () -> {
        if (turn.getAndIncrement() == 0) {
          return storage.transactions().call(() -> storage.roles().delete(name, NOW));
        }
        return storage
            .roleAssignments()
            .put(new RoleAssignment(RoleGrant.of(subject, name), Actor.system("test"), NOW));
      });
      assertThat(done).containsOnlyOnce(true);
      boolean isThere =
          storage.roles().list().stream().anyMatch(role -> role.name().equals(name));
      assertThat(storage.roleAssignments().of(subject)).hasSize(isThere ? 1 : 0);
    }
  }

  @Test
  default void everyChangeMakesARevisionThatWasNeverThere() {
    RoleStore roles = storage().roles();
    Set<UUID> seen = new HashSet<>();
    assertThat(seen.add(roles.revision())).isTrue();
    roles.insert(role(RoleDefinition.of("viewer")));
    assertThat(seen.add(roles.revision())).isTrue();
    roles.update(new Role(RoleDefinition.of("viewer"), Role.Origin.CUSTOM, 1), 0);
    assertThat(seen.add(roles.revision())).isTrue();
    roles.delete("viewer", NOW);
    assertThat(seen.add(roles.revision())).isTrue();
  }

  @Test
  default void whatChangesNothingKeepsTheRevision() {
    RoleStore roles = storage().roles();
    roles.insert(role(RoleDefinition.of("viewer")));
    UUID revision = roles.revision();
    roles.insert(role(RoleDefinition.of("viewer")));
    roles.update(new Role(RoleDefinition.of("viewer"), Role.Origin.CUSTOM, 9), 8);
    roles.delete("nobody", NOW);
    assertThat(roles.revision()).isEqualTo(revision);
  }

  @Test
  default void aChangeThatIsRolledBackLeavesNothingAndItsRevisionNeverReturns() {
    Storage storage = storage();
    UUID before = storage.roles().revision();
    Set<UUID> within = new HashSet<>();
    Failing.unit(storage, () -> {
      storage.roles().insert(role(RoleDefinition.of("viewer")));
      within.add(storage.roles().revision());
    });
    assertThat(storage.roles().list()).isEmpty();
    assertThat(storage.roles().revision()).isEqualTo(before);
    storage.roles().insert(role(RoleDefinition.of("other")));
    assertThat(within).doesNotContain(storage.roles().revision(), before);
  }

  @Test
  default void theLockHoldsOthersBackUntilTheUnitEnds() {
    Storage storage = storage();
    AtomicInteger inside = new AtomicInteger();
    List<Integer> most = Racing.together(
        16,
        () -> storage.transactions().call(() -> {
          storage.roles().lock();
          int together = inside.incrementAndGet();
          // Long enough for another one to come in, if it could.
          storage.roles().list();
          inside.decrementAndGet();
          return together;
        }));
    assertThat(most).containsOnly(1);
  }

  @Test
  default void holdsTheRolesThatThereAre() {
    RoleStore roles = storage().roles();
    roles.insert(role(RoleDefinition.of("viewer")));
    roles.insert(role(RoleDefinition.of("clerk")));
    assertThat(roles.hold(Set.of("viewer", "clerk", "nobody")))
        .containsExactlyInAnyOrder("viewer", "clerk");
    assertThat(roles.hold(Set.of())).isEmpty();
  }

  /** Either whoever holds the role finds it and it stays until they are done, or it is gone before they look. */
  @Test
  default void aRoleIsNotDeletedUnderWhoeverHoldsIt() {
    Storage storage = storage();
    for (int round = 0; round < 20; round++) {
      String name = "role" + round;
      storage.roles().insert(role(RoleDefinition.of(name)));
      AtomicInteger turn = new AtomicInteger();
      Racing.together(2, () -> {
        boolean deletes = turn.getAndIncrement() == 0;
        return storage.transactions().call(() -> {
          if (deletes) {
            storage.roles().claim(name);
            return storage.roles().delete(name, NOW);
          }
          boolean found = !storage.roles().hold(Set.of(name)).isEmpty();
          boolean listed =
              storage.roles().list().stream().anyMatch(role -> role.name().equals(name));
          assertThat(listed).isEqualTo(found);
          return found;
        });
      });
      assertThat(storage.roles().list()).isEmpty();
    }
  }

  private static Role role(RoleDefinition definition) {
    return new Role(definition, Role.Origin.CUSTOM, 0);
  }

  private static Subject subject() {
    return new Subject(Subject.Kind.SERVICE, UUID.randomUUID());
  }
}

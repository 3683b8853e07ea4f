package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.rbac.RoleSet;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Roles and assignments: what may be changed, by whom, and what it leads to. */
public interface RoleScenarios extends RoleScenario {

  private static ErrorCode refusal(ThrowingCallable call) {
    return Scenario.code(catchThrowable(call));
  }

  private static String flaw(ThrowingCallable call) {
    AuthException refused = catchThrowableOfType(AuthException.class, call);
    assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    return String.valueOf(refused.details().get("errors"));
  }

  @Test
  default void theBuiltInRolesAreThereFromTheStartAndStay() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      assertThat(roles.list())
          .extracting(Role::name)
          .contains("auth-admin", "auth-support", "auth-auditor");
      for (String name : List.of("auth-admin", "auth-support", "auth-auditor")) {
        assertThat(roles.find(name).map(Role::origin)).contains(Role.Origin.BUILT_IN);
        assertThat(refusal(() -> roles.update(RoleDefinition.of(name), 0, SETUP, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(refusal(() -> roles.delete(name, SETUP, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(refusal(() -> roles.deleteWithAssignments(name, SETUP, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(flaw(() -> roles.create(RoleDefinition.of(name), SETUP, NONE)))
            .contains("taken");
      }
    }
  }

  @Test
  default void aRoleGrantsFromTheMomentItIsAssignedUntilItIsTaken() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann");
      assertThat(mayRead(test, ann)).isFalse();
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann), "reader").because("new job"), SETUP, BROWSER);
      assertThat(mayRead(test, ann)).isTrue();
      assertThat(unassign(test, ann, "reader", SETUP)).isTrue();
      assertThat(mayRead(test, ann)).isFalse();
      assertThat(unassign(test, ann, "reader", SETUP)).isFalse();
      assertThat(test.audited("user.roles_changed"))
          .extracting(AuditRecord::data)
          .extracting(data -> data.get("before") + " -> " + data.get("after"))
          .containsExactly(" -> reader", "reader -> ");
    }
  }

  private static boolean unassign(TestGatehouse test, UserId from, String role, Actor by) {
    return test.gatehouse()
        .roleAssignments()
        .unassign(Subject.user(from), role, "because", by, NONE);
  }

  @Test
  default void aServiceHasRolesAsAPersonHas() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      Subject service = new Subject(Subject.Kind.SERVICE, UUID.randomUUID());
      test.gatehouse().roleAssignments().assign(RoleGrant.of(service, "reader"), SETUP, NONE);
      assertThat(test.gatehouse().access().allows(service, USERS_READ)).isTrue();
      assertThat(test.gatehouse().roleAssignments().of(service))
          .extracting(RoleAssignment::role)
          .containsExactly("reader");
      assertThat(test.audited("service.roles_changed")).hasSize(1);
    }
  }

  @Test
  default void aChangedRoleChangesWhatItsHoldersMayDoAtOnce() {
    try (TestGatehouse test = start()) {
      Role reader = role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann", "reader");
      assertThat(mayRead(test, ann)).isTrue();
      Role changed = test.gatehouse()
          .roles()
          .update(
              RoleDefinition.of("reader").permitting("auth.users:write"),
              reader.version(),
              SETUP,
              NONE);
      assertThat(changed.version()).isEqualTo(reader.version() + 1);
      assertThat(mayRead(test, ann)).isFalse();
      assertThat(test.audited("role.updated"))
          .singleElement()
          .extracting(AuditRecord::data)
          .satisfies(data -> {
            assertThat(data.get("before")).contains("auth.users:read");
            assertThat(data.get("after")).contains("auth.users:write");
          });
    }
  }

  @Test
  default void whoeverReadAnOlderVersionIsToldSo() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "reader", "auth.users:read");
      RoleDefinition next = RoleDefinition.of("reader").permitting("auth.users:write");
      List<Boolean> wins = Racing.together(8, () -> {
        try {
          return roles.update(next, 0, SETUP, NONE).version() == 1;
        } catch (AuthException refused) {
          assertThat(refused.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
          return false;
        }
      });
      assertThat(wins).containsOnlyOnce(true);
      assertThat(test.audited("role.updated")).hasSize(1);
    }
  }

  @Test
  default void aRoleThatSomebodyHasIsNotDeletedUnlessToldSo() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann", "reader");
      AuthException refused =
          catchThrowableOfType(AuthException.class, () -> roles.delete("reader", SETUP, NONE));
      assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_IN_USE);
      assertThat(refused.details())
          .containsEntry("holders", List.of(Subject.user(ann).toString()));
      roles.deleteWithAssignments("reader", SETUP, NONE);
      assertThat(roles.find("reader")).isEmpty();
      assertThat(mayRead(test, ann)).isFalse();
      // A new role of the old name is a new role: nobody has it.
      role(test, "reader", "auth.users:read");
      assertThat(mayRead(test, ann)).isFalse();
    }
  }

  @Test
  default void aRoleThatAnotherIncludesIsNotDeleted() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "reader", "auth.users:read");
      roles.create(RoleDefinition.of("chief").including("reader"), SETUP, NONE);
      AuthException refused = catchThrowableOfType(
          AuthException.class, () -> roles.deleteWithAssignments("reader", SETUP, NONE));
      assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_IN_USE);
      assertThat(refused.details()).containsEntry("includedBy", List.of("chief"));
    }
  }

  @Test
  default void aRoleThatEverybodysTimeWithIsOverIsDeleted() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann");
      Instant end = test.clock().instant().plusSeconds(60);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann), "reader").until(end), SETUP, NONE);
      assertThat(refusal(() -> test.gatehouse().roles().delete("reader", SETUP, NONE)))
          .isEqualTo(ErrorCode.ROLE_IN_USE);
      test.clock().set(end);
      test.gatehouse().roles().delete("reader", SETUP, NONE);
      assertThat(test.gatehouse().roles().find("reader")).isEmpty();
    }
  }

  @Test
  default void anAssignmentWithAnEndEndsAtThatInstant() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann");
      Instant end = test.clock().instant().plusSeconds(3600);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann), "reader").until(end), SETUP, NONE);
      assertThat(mayRead(test, ann)).isTrue();
      test.clock().set(end);
      assertThat(mayRead(test, ann)).isFalse();
      assertThat(test.gatehouse().roleAssignments().of(Subject.user(ann))).isEmpty();
      assertThat(flaw(() -> test.gatehouse()
              .roleAssignments()
              .assign(RoleGrant.of(Subject.user(ann), "reader").until(end), SETUP, NONE)))
          .contains("past");
    }
  }

  @Test
  default void replacingGivesWhatIsMissingAndTakesWhatIsTooMuch() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      role(test, "writer", "auth.users:write");
      role(test, "auditor", "auth.audit:read");
      UserId ann = person(test, "ann", "reader");
      Subject subject = Subject.user(ann);
      Instant end = test.clock().instant().plusSeconds(3600);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(subject, "writer").until(end), SETUP, NONE);
      test.gatehouse()
          .roleAssignments()
          .replace(subject, Set.of("writer", "auditor"), "moved", SETUP, NONE);
      assertThat(test.gatehouse().roleAssignments().of(subject))
          .extracting(RoleAssignment::role, RoleAssignment::expiresAt)
          .containsExactly(tuple("auditor", Optional.empty()), tuple("writer", Optional.of(end)));
      int changes = test.audited("user.roles_changed").size();
      test.gatehouse()
          .roleAssignments()
          .replace(subject, Set.of("writer", "auditor"), "again", SETUP, NONE);
      assertThat(test.audited("user.roles_changed")).hasSize(changes);
    }
  }

  @Test
  default void whatIsNotThereCannotBeAssigned() {
    try (TestGatehouse test = start()) {
      UserId ann = person(test, "ann");
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .assign(RoleGrant.of(Subject.user(ann), "nothing"), SETUP, NONE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .assign(
                  RoleGrant.of(Subject.user(new UserId(UUID.randomUUID())), "auth-auditor"),
                  SETUP,
                  NONE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  default void aMistakeInARoleIsNamedAndChangesNothing() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      assertThat(flaw(() -> role(test, "reader", "auth.user:read")))
          .contains("unknown_permission", "did you mean auth.users:read?");
      assertThat(
              flaw(() -> roles.create(RoleDefinition.of("x").including("auth-admn"), SETUP, NONE)))
          .contains("unknown_role", "did you mean auth-admin?");
      assertThat(roles.find("reader")).isEmpty();
      assertThat(roles.find("x")).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "RBAC-02: a role that would include itself is refused, also by two calls at once; 20 rounds")
  default void noCycleIsEverClosed() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      for (int round = 0; round < 20; round++) {
        String one = "one" + round;
        String other = "other" + round;
        role(test, one);
        role(test, other);
        AtomicInteger turn = new AtomicInteger();
        List<Boolean> done = Racing.together(2, () -> {
          boolean first = turn.getAndIncrement() == 0;
          RoleDefinition next =
              RoleDefinition.of(first ? one : other).including(first ? other : one);
          try {
            return roles.update(next, 0, SETUP, NONE).version() == 1;
          } catch (AuthException refused) {
            assertThat(refused.details().toString()).contains("cycle");
            return false;
          }
        });
        assertThat(done).containsOnlyOnce(true);
      }
    }
  }

  @Test
  @DisplayName("RBAC-02: a chain that would get too long from either side is refused")
  default void noChainGetsTooLong() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "r0");
      for (int i = 1; i < 8; i++) {
        roles.create(RoleDefinition.of("r" + i).including("r" + (i - 1)), SETUP, NONE);
      }
      role(test, "bottom");
      assertThat(flaw(() -> roles.create(RoleDefinition.of("top").including("r7"), SETUP, NONE)))
          .contains("too_deep");
      assertThat(
              flaw(() -> roles.update(RoleDefinition.of("r0").including("bottom"), 0, SETUP, NONE)))
          .contains("too_deep");
    }
  }

  @Test
  default void theScheduleDropsEveryCopyOnEveryNode() {
    try (TestGatehouse test = start()) {
      UserId ann = person(test, "ann", "auth-auditor");
      assertThat(mayRead(test, ann)).isTrue();
      // Behind the back of everybody: nothing is told to any node.
      assertThat(test.storage().roleAssignments().remove(Subject.user(ann), "auth-auditor"))
          .isTrue();
      long before = test.gatehouse().access().status().refreshes();
      test.gatehouse().maintenance().runNow("role-cache");
      assertThat(mayRead(test, ann)).isFalse();
      assertThat(test.gatehouse().access().status().refreshes()).isGreaterThan(before);
    }
  }

  @Test
  default void anAssignmentThatIsLongOverIsCleanedAway() {
    try (TestGatehouse test = start()) {
      Subject ann = Subject.user(person(test, "ann"));
      Instant end = test.clock().instant().plusSeconds(60);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(ann, "auth-auditor").until(end), SETUP, NONE);
      test.clock().set(end.plus(Duration.ofDays(29)));
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(test.storage().roleAssignments().of(ann)).hasSize(1);
      test.clock().set(end.plus(Duration.ofDays(31)));
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(test.storage().roleAssignments().of(ann)).isEmpty();
    }
  }

  @Test
  default void ofManyWhoTakeARoleAtOnceOneHasTakenIt() {
    try (TestGatehouse test = start()) {
      role(test, "cover");
      Subject subject = Subject.user(person(test, "ann"));
      test.gatehouse().roleAssignments().assign(RoleGrant.of(subject, "cover"), SETUP, NONE);
      AtomicInteger turn = new AtomicInteger();
      Actor desk = Actor.system("desk");
      List<Boolean> taken = Racing.together(8, () -> {
        if (turn.getAndIncrement() % 2 == 0) {
          test.gatehouse().roleAssignments().replace(subject, Set.of(), "", desk, NONE);
          return false;
        }
        return test.gatehouse().roleAssignments().unassign(subject, "cover", "", desk, NONE);
      });
      assertThat(taken).filteredOn(by -> by).hasSizeLessThanOrEqualTo(1);
      assertThat(test.gatehouse().roleAssignments().of(subject)).isEmpty();
      assertThat(test.audited("user.roles_changed"))
          .filteredOn(record -> record.actorId().equals("desk"))
          .singleElement()
          .satisfies(record -> {
            assertThat(record.data().get("before")).isEqualTo("cover");
            assertThat(record.data().get("after")).isEqualTo("");
          });
    }
  }

  @Test
  @DisplayName(
      "RBAC-06: a role that is put until an instant, and assigned for ever at the same moment, has no end")
  default void ofAnEndAndNoEndAtOnceThereIsNone() {
    try (TestGatehouse test = start()) {
      role(test, "cover");
      Instant end = test.clock().instant().plusSeconds(60);
      Actor desk = Actor.system("desk");
      RoleSet unopposed =
          RoleSet.of(Subject.user(person(test, "unopposed")), Set.of("cover")).until(end);
      test.gatehouse().roleAssignments().replace(unopposed, desk, NONE);
      for (int round = 0; round < 30; round++) {
        Subject subject = Subject.user(person(test, "round" + round));
        AtomicInteger turn = new AtomicInteger();
        List<Boolean> unused = Racing.together(2, () -> {
          if (turn.getAndIncrement() == 0) {
            RoleSet until = RoleSet.of(subject, Set.of("cover")).until(end);
            test.gatehouse().roleAssignments().replace(until, desk, NONE);
          } else {
            test.gatehouse().roleAssignments().assign(RoleGrant.of(subject, "cover"), SETUP, NONE);
          }
          return true;
        });
        assertThat(test.gatehouse().roleAssignments().of(subject))
            .as("round %s", round)
            .singleElement()
            .satisfies(held -> assertThat(held.expiresAt()).isEmpty());
      }
      assertThat(test.audited("user.roles_changed"))
          .filteredOn(record -> record.actorId().equals("desk"))
          .as("nobody is said to have given for ever what they gave until an instant")
          .isNotEmpty()
          .allSatisfy(
              record -> assertThat(record.data().get("after")).isEqualTo("cover until " + end));
    }
  }
}

package dev.gatehouse.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.account.User;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.RoleService;
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
public interface RoleScenarios extends Scenario {
  /** The application itself. */
  Actor SETUP = Actor.system("setup");

  /** No client. */
  ClientInfo NONE = ClientInfo.none();

  /** A right that the roles of the tests grant. */
  Permission USERS_READ = Permission.parse("auth.users:read");

  /** Another one. */
  Permission USERS_WRITE = Permission.parse("auth.users:write");

  /** Returns a new account. */
  default UserId person(TestGatehouse test, String name) {
    User user = test.verified(name + "@example.com", PASSWORD);
    return user.id();
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
      AuthException refused = catchThrowableOfType(
          AuthException.class, () -> roles.delete("reader", SETUP, NONE));
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
          .containsExactly(
              tuple("auditor", Optional.empty()),
              tuple("writer", Optional.of(end)));
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
      assertThat(flaw(
              () -> roles.create(RoleDefinition.of("x").including("auth-admn"), SETUP, NONE)))
          .contains("unknown_role", "did you mean auth-admin?");
      assertThat(roles.find("reader")).isEmpty();
      assertThat(roles.find("x")).isEmpty();
    }
  }

  @Test
  @DisplayName("RBAC-02: a role that would include itself is refused, also by two calls at once; 20 rounds")
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
          RoleDefinition next = RoleDefinition.of(first ? one : other)
              .including(first ? other : one);
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
      assertThat(flaw(
              () -> roles.update(RoleDefinition.of("r0").including("bottom"), 0, SETUP, NONE)))
          .contains("too_deep");
    }
  }

  @Test
  @DisplayName("ADM-03: nobody makes, changes or deletes a role with a right they do not hold")
  default void nobodyPutsIntoARoleWhatTheyLack() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "reader", "auth.users:read");
      role(test, "writer", "auth.users:write");
      Actor ann = Actor.user(person(test, "ann", "reader"));
      assertThat(refusal(() -> roles.create(
              RoleDefinition.of("mine").permitting("auth.users:write"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(
              () -> roles.create(RoleDefinition.of("mine").permitting("*:*"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(
              () -> roles.create(RoleDefinition.of("mine").including("writer"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> roles.update(
              RoleDefinition.of("reader").permitting("auth.users:*"), 0, ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> roles.update(RoleDefinition.of("writer"), 0, ann, NONE)))
          .as("take a right from others that one lacks")
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> roles.delete("writer", ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(roles.create(
              RoleDefinition.of("mine").permitting("auth.users:read"), ann, NONE))
          .isNotNull();
      assertThat(test.audited("access.denied"))
          .hasSize(6)
          .allSatisfy(denied -> assertThat(denied.outcome()).isEqualTo("permission_not_held"));
    }
  }

  @Test
  @DisplayName("ADM-03: nobody assigns a role with a right they do not hold, by whatever way")
  default void nobodyAssignsWhatTheyLack() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      role(test, "writer", "auth.users:write");
      test.gatehouse().roles().create(RoleDefinition.of("around").including("writer"), SETUP, NONE);
      Actor ann = Actor.user(person(test, "ann", "reader"));
      Subject bob = Subject.user(person(test, "bob"));
      for (String role : List.of("writer", "around", "auth-admin")) {
        assertThat(refusal(() ->
                test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, role), ann, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
        assertThat(refusal(() -> test.gatehouse()
                .roleAssignments()
                .replace(bob, Set.of("reader", role), "", ann, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      }
      assertThat(test.gatehouse().roleAssignments().of(bob))
          .as("half a replacement is none")
          .isEmpty();
      test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "reader"), ann, NONE);
      assertThat(mayRead(test, new UserId(bob.id()))).isTrue();
    }
  }

  @Test
  @DisplayName("ADM-03: an actor without an account hands out nothing")
  default void nobodyKnownAssignsNothing() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      Subject bob = Subject.user(person(test, "bob"));
      for (Actor actor : List.of(Actor.anonymous(), Actor.user(new UserId(UUID.randomUUID())))) {
        assertThat(refusal(() -> test.gatehouse()
                .roleAssignments()
                .assign(RoleGrant.of(bob, "reader"), actor, NONE)))
            .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      }
    }
  }

  @Test
  @DisplayName("ADM-05: nobody gives a role to themselves, even one whose rights they hold")
  default void nobodyGivesThemselvesARole() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      UserId root = person(test, "root", "auth-admin");
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .assign(RoleGrant.of(Subject.user(root), "reader"), Actor.user(root), NONE)))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .replace(
                  Subject.user(root),
                  Set.of("reader", "auth-admin"),
                  "",
                  Actor.user(root),
                  NONE)))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
  }

  @Test
  @DisplayName("ADM-05: nobody takes a role with rights that they lack from somebody")
  default void nobodyTakesFromAHigherOne() {
    try (TestGatehouse test = start()) {
      UserId root = person(test, "root", "auth-admin");
      person(test, "second", "auth-admin");
      Actor helper = Actor.user(person(test, "helper", "auth-support"));
      assertThat(refusal(() -> unassign(test, root, "auth-admin", helper)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .replace(Subject.user(root), Set.of(), "", helper, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
    }
  }

  @Test
  @DisplayName("ADM-03: a right that ends is handed on until then at most, and put into no role")
  default void aRightThatEndsIsNotTurnedIntoOneThatDoesNot() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      UserId ann = person(test, "ann");
      Subject bob = Subject.user(person(test, "bob"));
      Actor by = Actor.user(ann);
      Instant end = test.clock().instant().plus(Duration.ofHours(1));
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann), "reader").until(end), SETUP, NONE);
      assertThat(refusal(() ->
              test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "reader"), by, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> test.gatehouse()
              .roleAssignments()
              .assign(RoleGrant.of(bob, "reader").until(end.plusNanos(1000)), by, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> test.gatehouse()
              .roles()
              .create(RoleDefinition.of("mine").permitting("auth.users:read"), by, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(bob, "reader").until(end), by, NONE);
      assertThat(mayRead(test, new UserId(bob.id()))).isTrue();
    }
  }
}

package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nobody hands on, or takes away, what they do not hold. */
public interface DelegationScenarios extends RoleScenario {

  private static ErrorCode refusal(ThrowingCallable call) {
    return Scenario.code(catchThrowable(call));
  }

  private static boolean unassign(TestGatehouse test, UserId from, String role, Actor by) {
    return test.gatehouse()
        .roleAssignments()
        .unassign(Subject.user(from), role, "because", by, NONE);
  }

  @Test
  @DisplayName("ADM-03: nobody makes, changes or deletes a role with a right they do not hold")
  default void nobodyPutsIntoARoleWhatTheyLack() {
    try (TestGatehouse test = start()) {
      RoleService roles = test.gatehouse().roles();
      role(test, "reader", "auth.users:read");
      role(test, "writer", "auth.users:write");
      Actor ann = Actor.user(person(test, "ann", "reader"));
      assertThat(refusal(() ->
              roles.create(RoleDefinition.of("mine").permitting("auth.users:write"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(
              refusal(() -> roles.create(RoleDefinition.of("mine").permitting("*:*"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(
              refusal(() -> roles.create(RoleDefinition.of("mine").including("writer"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() ->
              roles.update(RoleDefinition.of("reader").permitting("auth.users:*"), 0, ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> roles.update(RoleDefinition.of("writer"), 0, ann, NONE)))
          .as("take a right from others that one lacks")
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> roles.delete("writer", ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(roles.create(RoleDefinition.of("mine").permitting("auth.users:read"), ann, NONE))
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
  @DisplayName(
      "ADM-03: a role is handed on by whoever has it, even one that grants nothing: routes ask for names")
  default void nobodyHandsOnARoleThatTheyDoNotHave() {
    try (TestGatehouse test = start()) {
      role(test, "reader", "auth.users:read");
      role(test, "approver");
      test.gatehouse().roles().create(RoleDefinition.of("lead").including("approver"), SETUP, NONE);
      Actor ann = Actor.user(person(test, "ann", "reader"));
      Actor lead = Actor.user(person(test, "lead", "lead"));
      Actor root = Actor.user(person(test, "root", "auth-admin"));
      Subject bob = Subject.user(person(test, "bob"));
      assertThat(refusal(() ->
              test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "approver"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> test.gatehouse()
              .roles()
              .create(RoleDefinition.of("mine").including("approver"), ann, NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(refusal(() -> test.gatehouse()
              .roles()
              .update(
                  RoleDefinition.of("reader").permitting("auth.users:read").including("approver"),
                  0,
                  ann,
                  NONE)))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "approver"), lead, NONE);
      assertThat(unassign(test, new UserId(bob.id()), "approver", root)).isTrue();
      test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "approver"), root, NONE);
      assertThat(test.gatehouse().access().hasRole(bob, "approver")).isTrue();
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
                  Subject.user(root), Set.of("reader", "auth-admin"), "", Actor.user(root), NONE)))
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
      test.gatehouse().roleAssignments().assign(RoleGrant.of(bob, "reader").until(end), by, NONE);
      assertThat(mayRead(test, new UserId(bob.id()))).isTrue();
    }
  }
}

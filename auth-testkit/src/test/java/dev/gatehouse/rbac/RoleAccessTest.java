package dev.gatehouse.rbac;

import static dev.gatehouse.rbac.TestRoles.ANN;
import static dev.gatehouse.rbac.TestRoles.READ;
import static dev.gatehouse.rbac.TestRoles.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What roles allow, and to whom. */
final class RoleAccessTest {
  private final TestRoles roles = new TestRoles();
  private final RoleAccess access = roles.access;

  @Test
  void allowsWhatARoleGrantsAndNothingElse() {
    roles.role("viewer", "invoices:read", "docs:read:*");
    roles.give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(access.allows(ANN, Permission.parse("docs:read:tenant-7"))).isTrue();
    assertThat(access.allows(ANN, WRITE)).isFalse();
    assertThat(access.hasRole(ANN, "viewer")).isTrue();
    assertThat(access.hasRole(ANN, "editor")).isFalse();
    assertThat(access.permissionsOf(ANN).permissions())
        .containsExactly(Permission.parse("docs:read:*"), READ);
    assertThat(access.permissionsOfRoles(Set.of("viewer", "nobody")).implies(READ))
        .isTrue();
  }

  @Test
  @DisplayName(
      "RBAC-06: roles that last until an instant are told with those they include, and unknown ones are none")
  void tellsTheRolesThatLast() {
    roles.role("viewer");
    assertThat(roles
            .here
            .roles()
            .insert(new Role(RoleDefinition.of("boss").including("viewer"), Role.Origin.CUSTOM, 0)))
        .isTrue();
    Instant end = roles.clock.instant().plusSeconds(60);
    roles.give(RoleGrant.of(ANN, "boss").until(end));
    assertThat(access.rolesUntil(ANN, Optional.of(end))).containsExactly("boss", "viewer");
    assertThat(access.rolesUntil(ANN, Optional.of(end.plusNanos(1000)))).isEmpty();
    assertThat(access.rolesUntil(ANN, Optional.empty())).isEmpty();
    assertThat(access.reach(Set.of("boss", "nobody"))).containsExactly("boss", "viewer");
  }

  @Test
  @DisplayName("RBAC-06: whoever nobody knows may do nothing")
  void anUnknownSubjectMayDoNothing() {
    roles.role("viewer", "*:*");
    Stream.of(Subject.Kind.values())
        .map(kind -> new Subject(kind, UUID.randomUUID()))
        .forEach(nobody -> {
          assertThat(access.allows(nobody, READ)).isFalse();
          assertThat(access.hasRole(nobody, "viewer")).isFalse();
          assertThat(access.permissionsOf(nobody).isEmpty()).isTrue();
          assertThat(access.explain(nobody, READ).isGranted()).isFalse();
        });
  }

  @Test
  @DisplayName("RBAC-05: a service with a person's id has not the person's roles, cached or not")
  void kindsDoNotMix() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(access.allows(new Subject(Subject.Kind.SERVICE, ANN.id()), READ)).isFalse();
    assertThat(access.allows(new Subject(Subject.Kind.API_KEY, ANN.id()), READ)).isFalse();
  }

  @Test
  @DisplayName(
      "RBAC-06: a permission that nobody declared is a mistake, also of whoever may do everything")
  void anUndeclaredPermissionIsAMistake() {
    roles.role("all", "*:*");
    roles.give(RoleGrant.of(ANN, "all"));
    Permission typo = Permission.parse("invoces:read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> access.allows(ANN, typo))
        .withMessageContaining("did you mean invoices:read?");
    assertThatIllegalArgumentException().isThrownBy(() -> access.explain(ANN, typo));
    assertThatIllegalArgumentException().isThrownBy(() -> access.strict().allows(ANN, typo));
  }

  @Test
  void explainsWhatGrantsItOrWhatWould() {
    roles.role("viewer", "invoices:read");
    roles.role("editor", "invoices:*");
    roles.give(RoleGrant.of(ANN, "viewer"));
    Explanation granted = access.explain(ANN, READ);
    assertThat(granted.grants()).containsExactly(new Explanation.Grant(List.of("viewer"), READ));
    assertThat(granted.missing()).isEmpty();
    Explanation denied = access.explain(ANN, WRITE);
    assertThat(denied.isGranted()).isFalse();
    assertThat(denied.missing()).containsExactly("editor");
  }

  @Test
  @DisplayName("RBAC-03: an assignment ends at its instant, however fresh the copy")
  void anEndCountsAtItsInstant() {
    roles.role("viewer", "invoices:read");
    roles.role("editor", "invoices:write");
    Instant end = roles.clock.instant().plusSeconds(60);
    roles.give(RoleGrant.of(ANN, "viewer").until(end));
    roles.give(RoleGrant.of(ANN, "editor"));
    assertThat(access.allows(ANN, READ)).isTrue();
    roles.clock.set(end.minusNanos(1));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(access.hasRole(ANN, "viewer")).isTrue();
    roles.clock.set(end);
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(access.hasRole(ANN, "viewer")).isFalse();
    assertThat(access.allows(ANN, WRITE)).isTrue();
    assertThat(access.explain(ANN, READ).isGranted()).isFalse();
  }

  @Test
  @DisplayName("RBAC-04: a store that returns somebody else's roles gives nobody a right")
  void aConfusedStoreGivesNothing() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    Subject bob = new Subject(Subject.Kind.USER, new UUID(0, 2));
    roles.assignments.answersFor = Optional.of(ANN);
    assertThat(roles.assignments.of(bob)).isNotEmpty();
    assertThat(access.allows(bob, READ)).isFalse();
    assertThat(access.hasRole(bob, "viewer")).isFalse();
    assertThat(access.explain(bob, READ).isGranted()).isFalse();
  }
}

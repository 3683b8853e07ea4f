package dev.gatehouse.rbac;

import static dev.gatehouse.rbac.TestRoles.ANN;
import static dev.gatehouse.rbac.TestRoles.LONG;
import static dev.gatehouse.rbac.TestRoles.READ;
import static dev.gatehouse.rbac.TestRoles.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long a node may answer from its copies of roles and assignments, and what makes it forget them. */
final class RoleCopiesTest {
  private final TestRoles roles = new TestRoles();
  private final RoleAccess access = roles.access;

  @Test
  void asksTheStoreOnceForManyQuestions() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    int before = roles.assignments.asked.get();
    for (int i = 0; i < 100; i++) {
      assertThat(access.allows(ANN, READ)).isTrue();
    }
    assertThat(roles.assignments.asked.get() - before).isEqualTo(1);
    assertThat(access.status().subjects().hits()).isEqualTo(99);
    assertThat(access.status().graphs().hits()).isEqualTo(99);
  }

  @Test
  void aChangeOfARoleDropsNoSubject() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, WRITE)).isFalse();
    int before = roles.assignments.asked.get();
    Role wider =
        new Role(RoleDefinition.of("viewer").permitting("invoices:write"), Role.Origin.CUSTOM, 1);
    assertThat(roles.here.roles().update(wider, 0)).isTrue();
    roles.here.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, ""));
    assertThat(access.allows(ANN, WRITE)).isTrue();
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(roles.assignments.asked.get()).isEqualTo(before);
  }

  @Test
  @DisplayName("RBAC-03: what was taken is refused at once on a node that heard of it")
  void aHeardChangeCountsAtOnce() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    RoleAccess other = roles.elsewhere(LONG);
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(other.allows(ANN, READ)).isTrue();
    roles.take(ANN, "viewer");
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(other.allows(ANN, READ)).isFalse();
  }

  @Test
  @DisplayName("RBAC-03: a node that hears nothing allows no longer than its bound")
  void aLostMessageCostsTheBoundAtMost() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    roles.there.invalidations().cut();
    Duration bound = Duration.ofMillis(300);
    RoleAccess deaf = roles.elsewhere(new AccessPolicy(bound));
    assertThat(deaf.allows(ANN, READ)).isTrue();
    roles.take(ANN, "viewer");
    long taken = System.nanoTime();
    await(() -> {
      long asked = System.nanoTime();
      boolean allowed = deaf.allows(ANN, READ);
      assertThat(allowed && asked - taken > bound.toNanos())
          .as("beyond its bound")
          .isFalse();
      return !allowed;
    });
  }

  @Test
  @DisplayName("RBAC-03: a deaf node learns of a changed role within its bound, too")
  void aLostMessageAboutARoleCostsTheBoundAtMost() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    roles.there.invalidations().cut();
    RoleAccess deaf = roles.elsewhere(new AccessPolicy(Duration.ofMillis(300)));
    assertThat(deaf.allows(ANN, READ)).isTrue();
    Role empty = new Role(RoleDefinition.of("viewer"), Role.Origin.CUSTOM, 1);
    assertThat(roles.here.roles().update(empty, 0)).isTrue();
    await(() -> !deaf.allows(ANN, READ));
  }

  @Test
  @DisplayName("RBAC-03: the schedule drops every copy, whatever was or was not heard")
  void aRefreshDropsEverything() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    roles.there.invalidations().cut();
    RoleAccess deaf = roles.elsewhere(LONG);
    assertThat(deaf.allows(ANN, READ)).isTrue();
    roles.take(ANN, "viewer");
    assertThat(deaf.allows(ANN, READ)).as("answers from its copy").isTrue();
    deaf.refresh();
    assertThat(deaf.allows(ANN, READ)).isFalse();
    assertThat(deaf.status().refreshes()).isEqualTo(1);
  }

  @Test
  @DisplayName("RBAC-03: a line that was mended makes a node forget what it may have missed")
  void aResetDropsEverything() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    RoleAccess other = roles.elsewhere(LONG);
    assertThat(other.allows(ANN, READ)).isTrue();
    roles.there.invalidations().cut();
    roles.take(ANN, "viewer");
    assertThat(other.allows(ANN, READ)).isTrue();
    roles.there.invalidations().mend();
    assertThat(other.allows(ANN, READ)).isFalse();
  }

  @Test
  @DisplayName("RBAC-04: a message that makes no sense makes a node forget, never allow")
  void aMessageThatMakesNoSenseDropsEverything() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(roles.here.roleAssignments().remove(ANN, "viewer")).isTrue();
    roles
        .here
        .invalidations()
        .publish(new Invalidation(Invalidation.Kind.SUBJECT_ROLES, "{\"foreign\":true}"));
    assertThat(access.allows(ANN, READ)).isFalse();
  }

  @Test
  void strictReadsThrough() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    roles.there.invalidations().cut();
    RoleAccess deaf = roles.elsewhere(LONG);
    assertThat(deaf.allows(ANN, READ)).isTrue();
    roles.take(ANN, "viewer");
    assertThat(deaf.allows(ANN, READ)).isTrue();
    assertThat(deaf.strict().allows(ANN, READ)).isFalse();
    assertThat(deaf.strict().permissionsOf(ANN).isEmpty()).isTrue();
    assertThat(deaf.strict().hasRole(ANN, "viewer")).isFalse();
    assertThat(deaf.explain(ANN, READ).isGranted()).isFalse();
  }

  @Test
  void aBoundOfZeroAsksEveryTime() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    roles.there.invalidations().cut();
    RoleAccess exact = roles.elsewhere(new AccessPolicy(Duration.ZERO));
    assertThat(exact.allows(ANN, READ)).isTrue();
    roles.take(ANN, "viewer");
    assertThat(exact.allows(ANN, READ)).isFalse();
  }

  @Test
  void anEndThatIsPutOffCountsOnceItIsHeardOf() {
    roles.role("viewer", "invoices:read");
    Instant end = roles.clock.instant().plusSeconds(60);
    roles.give(RoleGrant.of(ANN, "viewer").until(end));
    assertThat(access.allows(ANN, READ)).isTrue();
    roles.give(RoleGrant.of(ANN, "viewer").until(end.plusSeconds(60)));
    roles.clock.set(end);
    assertThat(access.allows(ANN, READ)).isTrue();
  }

  @Test
  @DisplayName("RBAC-06: a store that is down is no permission, and no refusal either")
  void aStoreThatIsDownIsAnError() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    RoleAccess brief =
        roles.access(roles.here, roles.assignments, new AccessPolicy(Duration.ofMillis(100)));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(brief.allows(ANN, READ)).isTrue();
    roles.assignments.down = true;
    assertThat(access.allows(ANN, READ)).as("within its bound").isTrue();
    await(() -> fails(brief));
    assertThatThrownBy(() -> brief.allows(ANN, READ)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> access.strict().allows(ANN, READ)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> access.explain(ANN, READ)).isInstanceOf(StoreException.class);
  }

  private static boolean fails(RoleAccess access) {
    try {
      return !access.allows(ANN, READ);
    } catch (StoreException e) {
      return true;
    }
  }

  @Test
  @DisplayName(
      "RBAC-03: once a change was told, no question that begins later is answered with what was before")
  void noCopyOutlivesTheWord() {
    roles.role("viewer", "invoices:read");
    Thread asking = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        boolean unused = access.allows(ANN, READ);
      }
    });
    asking.setDaemon(true);
    asking.start();
    try {
      for (int round = 0; round < 2_000; round++) {
        roles.give(RoleGrant.of(ANN, "viewer"));
        assertThat(access.allows(ANN, READ)).isTrue();
        roles.take(ANN, "viewer");
        assertThat(access.allows(ANN, READ)).isFalse();
      }
    } finally {
      asking.interrupt();
    }
  }

  @Test
  @DisplayName("RBAC-03: what a unit of work saw that was rolled back is not remembered")
  void aRolledBackRoleLeavesNoTrace() {
    roles.role("viewer", "invoices:read");
    roles.give(RoleGrant.of(ANN, "viewer"));
    IllegalStateException rollBack = new IllegalStateException("roll back");
    assertThatThrownBy(() -> roles.here.transactions().run(() -> {
          Role wider =
              new Role(RoleDefinition.of("viewer").permitting("*:*"), Role.Origin.CUSTOM, 1);
          assertThat(roles.here.roles().update(wider, 0)).isTrue();
          assertThat(access.strict().allows(ANN, WRITE))
              .as("sees its own change")
              .isTrue();
          throw rollBack;
        }))
        .isSameAs(rollBack);
    assertThat(access.strict().allows(ANN, WRITE)).isFalse();
    Role other = new Role(RoleDefinition.of("viewer").describedAs("x"), Role.Origin.CUSTOM, 1);
    assertThat(roles.here.roles().update(other, 0)).isTrue();
    assertThat(access.strict().allows(ANN, WRITE)).isFalse();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

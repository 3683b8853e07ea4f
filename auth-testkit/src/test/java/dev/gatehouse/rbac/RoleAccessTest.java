package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.SecondLevel;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RoleAccessTest {
  private static final Permission READ = Permission.parse("invoices:read");
  private static final Permission WRITE = Permission.parse("invoices:write");
  private static final PermissionCatalogue CATALOGUE =
      PermissionCatalogue.of(List.of(READ, WRITE, Permission.parse("docs:read:*")));
  private static final AccessPolicy LONG = new AccessPolicy(Duration.ofSeconds(30));
  private static final Secret SECRET = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");
  private static final Subject ANN = new Subject(Subject.Kind.USER, new UUID(0, 1));

  private final SettableClock clock = new SettableClock();
  private final InMemoryStorage here = InMemoryStorage.create();
  private final InMemoryStorage there = here.anotherNode();
  private final SwitchedAssignments assignments = new SwitchedAssignments(here.roleAssignments());
  private final RoleAccess access = access(here, assignments, LONG);

  private RoleAccess access(
      InMemoryStorage node, RoleAssignmentStore assignments, AccessPolicy policy) {
    RoleBackend backend = new RoleBackend(node.roles(), assignments, CATALOGUE);
    RandomSource random = RandomSource.secure();
    SecondLevel none = new SecondLevel(
        Optional.empty(), new KeyRing(SECRET, List.of(), random), random, clock, System::nanoTime);
    return new RoleAccess(backend, policy, none, node.invalidations(), clock);
  }

  private void role(String name, String... permissions) {
    RoleDefinition definition = RoleDefinition.of(name).permitting(permissions);
    assertThat(here.roles().insert(new Role(definition, Role.Origin.CUSTOM, 0))).isTrue();
    here.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, ""));
  }

  private void give(RoleGrant grant) {
    assertThat(here.roleAssignments()
            .put(new RoleAssignment(grant, Actor.system("test"), clock.instant())))
        .isTrue();
    tell(grant.subject());
  }

  private void take(Subject subject, String role) {
    assertThat(here.roleAssignments().remove(subject, role)).isTrue();
    tell(subject);
  }

  private void tell(Subject subject) {
    here.invalidations()
        .publish(new Invalidation(Invalidation.Kind.SUBJECT_ROLES, subject.toString()));
  }

  @Test
  void allowsWhatARoleGrantsAndNothingElse() {
    role("viewer", "invoices:read", "docs:read:*");
    give(RoleGrant.of(ANN, "viewer"));
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
    role("viewer");
    assertThat(here.roles()
            .insert(new Role(RoleDefinition.of("boss").including("viewer"), Role.Origin.CUSTOM, 0)))
        .isTrue();
    Instant end = clock.instant().plusSeconds(60);
    give(RoleGrant.of(ANN, "boss").until(end));
    assertThat(access.rolesUntil(ANN, Optional.of(end))).containsExactly("boss", "viewer");
    assertThat(access.rolesUntil(ANN, Optional.of(end.plusNanos(1000)))).isEmpty();
    assertThat(access.rolesUntil(ANN, Optional.empty())).isEmpty();
    assertThat(access.reach(Set.of("boss", "nobody"))).containsExactly("boss", "viewer");
  }

  @Test
  @DisplayName("RBAC-06: whoever nobody knows may do nothing")
  void anUnknownSubjectMayDoNothing() {
    role("viewer", "*:*");
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
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(access.allows(new Subject(Subject.Kind.SERVICE, ANN.id()), READ)).isFalse();
    assertThat(access.allows(new Subject(Subject.Kind.API_KEY, ANN.id()), READ)).isFalse();
  }

  @Test
  @DisplayName(
      "RBAC-06: a permission that nobody declared is a mistake, also of whoever may do everything")
  void anUndeclaredPermissionIsAMistake() {
    role("all", "*:*");
    give(RoleGrant.of(ANN, "all"));
    Permission typo = Permission.parse("invoces:read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> access.allows(ANN, typo))
        .withMessageContaining("did you mean invoices:read?");
    assertThatIllegalArgumentException().isThrownBy(() -> access.explain(ANN, typo));
    assertThatIllegalArgumentException().isThrownBy(() -> access.strict().allows(ANN, typo));
  }

  @Test
  void explainsWhatGrantsItOrWhatWould() {
    role("viewer", "invoices:read");
    role("editor", "invoices:*");
    give(RoleGrant.of(ANN, "viewer"));
    Explanation granted = access.explain(ANN, READ);
    assertThat(granted.grants()).containsExactly(new Explanation.Grant(List.of("viewer"), READ));
    assertThat(granted.missing()).isEmpty();
    Explanation denied = access.explain(ANN, WRITE);
    assertThat(denied.isGranted()).isFalse();
    assertThat(denied.missing()).containsExactly("editor");
  }

  @Test
  void asksTheStoreOnceForManyQuestions() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    int before = assignments.asked.get();
    for (int i = 0; i < 100; i++) {
      assertThat(access.allows(ANN, READ)).isTrue();
    }
    assertThat(assignments.asked.get() - before).isEqualTo(1);
    assertThat(access.status().subjects().hits()).isEqualTo(99);
    assertThat(access.status().graphs().hits()).isEqualTo(99);
  }

  @Test
  void aChangeOfARoleDropsNoSubject() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, WRITE)).isFalse();
    int before = assignments.asked.get();
    Role wider =
        new Role(RoleDefinition.of("viewer").permitting("invoices:write"), Role.Origin.CUSTOM, 1);
    assertThat(here.roles().update(wider, 0)).isTrue();
    here.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, ""));
    assertThat(access.allows(ANN, WRITE)).isTrue();
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(assignments.asked.get()).isEqualTo(before);
  }

  @Test
  @DisplayName("RBAC-03: what was taken is refused at once on a node that heard of it")
  void aHeardChangeCountsAtOnce() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    RoleAccess other = access(there, there.roleAssignments(), LONG);
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(other.allows(ANN, READ)).isTrue();
    take(ANN, "viewer");
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(other.allows(ANN, READ)).isFalse();
  }

  @Test
  @DisplayName("RBAC-03: a node that hears nothing allows no longer than its bound")
  void aLostMessageCostsTheBoundAtMost() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    there.invalidations().cut();
    Duration bound = Duration.ofMillis(300);
    RoleAccess deaf = access(there, there.roleAssignments(), new AccessPolicy(bound));
    assertThat(deaf.allows(ANN, READ)).isTrue();
    take(ANN, "viewer");
    long taken = System.nanoTime();
    await(() -> !deaf.allows(ANN, READ));
    assertThat(Duration.ofNanos(System.nanoTime() - taken)).isLessThan(bound.plusSeconds(2));
  }

  @Test
  @DisplayName("RBAC-03: a deaf node learns of a changed role within its bound, too")
  void aLostMessageAboutARoleCostsTheBoundAtMost() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    there.invalidations().cut();
    RoleAccess deaf =
        access(there, there.roleAssignments(), new AccessPolicy(Duration.ofMillis(300)));
    assertThat(deaf.allows(ANN, READ)).isTrue();
    Role empty = new Role(RoleDefinition.of("viewer"), Role.Origin.CUSTOM, 1);
    assertThat(here.roles().update(empty, 0)).isTrue();
    await(() -> !deaf.allows(ANN, READ));
  }

  @Test
  @DisplayName("RBAC-03: the schedule drops every copy, whatever was or was not heard")
  void aRefreshDropsEverything() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    there.invalidations().cut();
    RoleAccess deaf = access(there, there.roleAssignments(), LONG);
    assertThat(deaf.allows(ANN, READ)).isTrue();
    take(ANN, "viewer");
    assertThat(deaf.allows(ANN, READ)).as("answers from its copy").isTrue();
    deaf.refresh();
    assertThat(deaf.allows(ANN, READ)).isFalse();
    assertThat(deaf.status().refreshes()).isEqualTo(1);
  }

  @Test
  @DisplayName("RBAC-03: a line that was mended makes a node forget what it may have missed")
  void aResetDropsEverything() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    RoleAccess other = access(there, there.roleAssignments(), LONG);
    assertThat(other.allows(ANN, READ)).isTrue();
    there.invalidations().cut();
    take(ANN, "viewer");
    assertThat(other.allows(ANN, READ)).isTrue();
    there.invalidations().mend();
    assertThat(other.allows(ANN, READ)).isFalse();
  }

  @Test
  @DisplayName("RBAC-04: a message that makes no sense makes a node forget, never allow")
  void aMessageThatMakesNoSenseDropsEverything() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(here.roleAssignments().remove(ANN, "viewer")).isTrue();
    here.invalidations()
        .publish(new Invalidation(Invalidation.Kind.SUBJECT_ROLES, "{\"foreign\":true}"));
    assertThat(access.allows(ANN, READ)).isFalse();
  }

  @Test
  void strictReadsThrough() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    there.invalidations().cut();
    RoleAccess deaf = access(there, there.roleAssignments(), LONG);
    assertThat(deaf.allows(ANN, READ)).isTrue();
    take(ANN, "viewer");
    assertThat(deaf.allows(ANN, READ)).isTrue();
    assertThat(deaf.strict().allows(ANN, READ)).isFalse();
    assertThat(deaf.strict().permissionsOf(ANN).isEmpty()).isTrue();
    assertThat(deaf.strict().hasRole(ANN, "viewer")).isFalse();
    assertThat(deaf.explain(ANN, READ).isGranted()).isFalse();
  }

  @Test
  void aBoundOfZeroAsksEveryTime() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    there.invalidations().cut();
    RoleAccess exact = access(there, there.roleAssignments(), new AccessPolicy(Duration.ZERO));
    assertThat(exact.allows(ANN, READ)).isTrue();
    take(ANN, "viewer");
    assertThat(exact.allows(ANN, READ)).isFalse();
  }

  @Test
  @DisplayName("RBAC-03: an assignment ends at its instant, however fresh the copy")
  void anEndCountsAtItsInstant() {
    role("viewer", "invoices:read");
    role("editor", "invoices:write");
    Instant end = clock.instant().plusSeconds(60);
    give(RoleGrant.of(ANN, "viewer").until(end));
    give(RoleGrant.of(ANN, "editor"));
    assertThat(access.allows(ANN, READ)).isTrue();
    clock.set(end.minusNanos(1));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(access.hasRole(ANN, "viewer")).isTrue();
    clock.set(end);
    assertThat(access.allows(ANN, READ)).isFalse();
    assertThat(access.hasRole(ANN, "viewer")).isFalse();
    assertThat(access.allows(ANN, WRITE)).isTrue();
    assertThat(access.explain(ANN, READ).isGranted()).isFalse();
  }

  @Test
  void anEndThatIsPutOffCountsOnceItIsHeardOf() {
    role("viewer", "invoices:read");
    Instant end = clock.instant().plusSeconds(60);
    give(RoleGrant.of(ANN, "viewer").until(end));
    assertThat(access.allows(ANN, READ)).isTrue();
    give(RoleGrant.of(ANN, "viewer").until(end.plusSeconds(60)));
    clock.set(end);
    assertThat(access.allows(ANN, READ)).isTrue();
  }

  @Test
  @DisplayName("RBAC-06: a store that is down is no permission, and no refusal either")
  void aStoreThatIsDownIsAnError() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    RoleAccess brief = access(here, assignments, new AccessPolicy(Duration.ofMillis(100)));
    assertThat(access.allows(ANN, READ)).isTrue();
    assertThat(brief.allows(ANN, READ)).isTrue();
    assignments.down = true;
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
    role("viewer", "invoices:read");
    Thread asking = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        boolean unused = access.allows(ANN, READ);
      }
    });
    asking.setDaemon(true);
    asking.start();
    try {
      for (int round = 0; round < 2_000; round++) {
        give(RoleGrant.of(ANN, "viewer"));
        assertThat(access.allows(ANN, READ)).isTrue();
        take(ANN, "viewer");
        assertThat(access.allows(ANN, READ)).isFalse();
      }
    } finally {
      asking.interrupt();
    }
  }

  @Test
  @DisplayName("RBAC-03: what a unit of work saw that was rolled back is not remembered")
  void aRolledBackRoleLeavesNoTrace() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    IllegalStateException rollBack = new IllegalStateException("roll back");
    assertThatThrownBy(() -> here.transactions().run(() -> {
          Role wider =
              new Role(RoleDefinition.of("viewer").permitting("*:*"), Role.Origin.CUSTOM, 1);
          assertThat(here.roles().update(wider, 0)).isTrue();
          assertThat(access.strict().allows(ANN, WRITE))
              .as("sees its own change")
              .isTrue();
          throw rollBack;
        }))
        .isSameAs(rollBack);
    assertThat(access.strict().allows(ANN, WRITE)).isFalse();
    Role other = new Role(RoleDefinition.of("viewer").describedAs("x"), Role.Origin.CUSTOM, 1);
    assertThat(here.roles().update(other, 0)).isTrue();
    assertThat(access.strict().allows(ANN, WRITE)).isFalse();
  }

  @Test
  @DisplayName("RBAC-04: a store that returns somebody else's roles gives nobody a right")
  void aConfusedStoreGivesNothing() {
    role("viewer", "invoices:read");
    give(RoleGrant.of(ANN, "viewer"));
    Subject bob = new Subject(Subject.Kind.USER, new UUID(0, 2));
    assignments.answersFor = Optional.of(ANN);
    assertThat(assignments.of(bob)).isNotEmpty();
    assertThat(access.allows(bob, READ)).isFalse();
    assertThat(access.hasRole(bob, "viewer")).isFalse();
    assertThat(access.explain(bob, READ).isGranted()).isFalse();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never happened").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

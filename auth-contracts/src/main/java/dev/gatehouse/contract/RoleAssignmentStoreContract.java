package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RoleAssignmentStore}, as tests. Implement it in the test class of a backend. */
public interface RoleAssignmentStoreContract {
  /** The role of most tests. */
  String VIEWER = "viewer";

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Returns the storage with two roles in it. */
  default Storage withRoles() {
    Storage storage = storage();
    for (String name : List.of(VIEWER, "editor")) {
      Role role = new Role(RoleDefinition.of(name), Role.Origin.CUSTOM, 0);
      assertThat(storage.roles().insert(role)).isTrue();
    }
    return storage;
  }

  @Test
  default void returnsTheAssignmentsOfASubjectByRoleWithEverythingInThem() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    for (Subject.Kind kind : Subject.Kind.values()) {
      Subject subject = new Subject(kind, UUID.randomUUID());
      RoleAssignment viewer = new RoleAssignment(
          RoleGrant.of(subject, VIEWER).until(NOW.plus(TICK)).because("holiday \"cover\" ü 🦊"),
          Actor.user(Samples.userId()),
          NOW);
      RoleAssignment editor = plain(subject, "editor");
      assertThat(assignments.put(viewer)).isTrue();
      assertThat(assignments.put(editor)).isTrue();
      assertThat(assignments.of(subject)).containsExactly(editor, viewer);
    }
  }

  @Test
  default void aSubjectOfAnotherKindWithTheSameIdHasNothing() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    UUID id = UUID.randomUUID();
    assignments.put(plain(new Subject(Subject.Kind.USER, id), VIEWER));
    assertThat(assignments.of(new Subject(Subject.Kind.SERVICE, id))).isEmpty();
    assertThat(assignments.remove(new Subject(Subject.Kind.SERVICE, id), VIEWER))
        .isFalse();
  }

  @Test
  default void aSecondAssignmentOfARoleStandsInPlaceOfTheFirst() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    assignments.put(plain(subject, VIEWER));
    RoleAssignment second = new RoleAssignment(
        RoleGrant.of(subject, VIEWER).until(NOW).because("again"), Actor.anonymous(), NOW);
    assertThat(assignments.put(second)).isTrue();
    assertThat(assignments.of(subject)).containsExactly(second);
  }

  @Test
  default void addsNothingToWhatIsAlive() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    RoleAssignment first = new RoleAssignment(
        RoleGrant.of(subject, VIEWER).until(NOW.plus(TICK)), Actor.anonymous(), NOW);
    RoleAssignment second = plain(subject, VIEWER);
    assertThat(assignments.add(first, NOW)).isTrue();
    assertThat(assignments.add(second, NOW)).isFalse();
    assertThat(assignments.of(subject)).containsExactly(first);
    assertThat(assignments.add(second, NOW.plus(TICK))).as("over").isTrue();
    assertThat(assignments.add(first, NOW.plus(TICK))).as("without an end").isFalse();
    assertThat(assignments.of(subject)).containsExactly(second);
  }

  @Test
  default void ofConcurrentAdditionsOneSucceeds() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    assertThat(Racing.together(16, () -> assignments.add(plain(subject, VIEWER), NOW)))
        .containsOnlyOnce(true);
    assertThat(assignments.of(subject)).hasSize(1);
  }

  @Test
  default void assignsNoRoleThatIsNotThere() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    assertThat(assignments.add(plain(subject, "vieweR"), NOW)).isFalse();
    assertThat(assignments.put(plain(subject, "vieweR"))).isFalse();
    assertThat(assignments.of(subject)).isEmpty();
  }

  @Test
  default void returnsAssignmentsThatAreOver() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    RoleAssignment over =
        new RoleAssignment(RoleGrant.of(service(), VIEWER).until(NOW), Actor.anonymous(), NOW);
    assignments.put(over);
    assertThat(assignments.of(over.subject())).containsExactly(over);
    assertThat(assignments.holders(VIEWER, Optional.empty(), 10)).containsExactly(over);
  }

  @Test
  default void ofConcurrentRemovalsOneSucceeds() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    assignments.put(plain(subject, VIEWER));
    assignments.put(plain(subject, "editor"));
    assertThat(Racing.together(16, () -> assignments.remove(subject, VIEWER)))
        .containsOnlyOnce(true);
    assertThat(assignments.of(subject)).extracting(RoleAssignment::role).containsExactly("editor");
  }

  @Test
  default void ofConcurrentAssignmentsOfOneRoleOneIsLeft() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    Subject subject = service();
    assertThat(Racing.together(16, () -> assignments.put(plain(subject, VIEWER))))
        .containsOnly(true);
    assertThat(assignments.of(subject)).hasSize(1);
  }

  @Test
  default void takesARoleFromAllWhoHaveItAndNamesThem() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    RoleAssignment one = plain(service(), VIEWER);
    RoleAssignment two =
        new RoleAssignment(RoleGrant.of(service(), VIEWER).until(NOW), Actor.anonymous(), NOW);
    RoleAssignment other = plain(one.subject(), "editor");
    List.of(one, two, other).forEach(assignments::put);
    assertThat(assignments.removeAll(VIEWER)).containsExactlyInAnyOrder(one, two);
    assertThat(assignments.removeAll(VIEWER)).isEmpty();
    assertThat(assignments.of(one.subject())).containsExactly(other);
  }

  @Test
  default void pagesThroughTheHoldersWithoutGapOrRepetition() {
    RoleAssignmentStore assignments = withRoles().roleAssignments();
    List<RoleAssignment> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      Subject.Kind kind = i % 3 == 0 ? Subject.Kind.USER : Subject.Kind.API_KEY;
      Subject subject = new Subject(kind, UUID.randomUUID());
      all.add(plain(subject, VIEWER));
      assignments.put(plain(subject, VIEWER));
      assignments.put(plain(service(), "editor"));
    }
    List<RoleAssignment> seen = new ArrayList<>();
    Optional<Subject> after = Optional.empty();
    while (true) {
      List<RoleAssignment> page = assignments.holders(VIEWER, after, 3);
      if (page.isEmpty()) {
        break;
      }
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      seen.addAll(page);
      after = Optional.of(page.get(page.size() - 1).subject());
    }
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  default void findsThoseWhoMayActAndHoldARoleWithoutAnEnd() {
    Storage storage = withRoles();
    UserId active = holder(storage, UserStatus.ACTIVE);
    holder(storage, UserStatus.PENDING);
    holder(storage, UserStatus.BLOCKED);
    holder(storage, UserStatus.CLOSED);
    UserId timed = account(storage, UserStatus.ACTIVE);
    storage
        .roleAssignments()
        .put(new RoleAssignment(
            RoleGrant.of(Subject.user(timed), VIEWER).until(NOW.plus(Duration.ofDays(999))),
            Actor.system("test"),
            NOW));
    storage
        .roleAssignments()
        .put(plain(
            new Subject(
                Subject.Kind.SERVICE, account(storage, UserStatus.ACTIVE).value()),
            VIEWER));
    storage
        .roleAssignments()
        .put(plain(Subject.user(account(storage, UserStatus.ACTIVE)), "editor"));
    assertThat(whoMayAct(storage)).containsExactly(active);
  }

  @Test
  default void countsAPauseThatIsOverAndNoneThatIsNot() {
    Storage storage = withRoles();
    UserId paused = holder(storage, UserStatus.ACTIVE);
    pause(storage, paused, Optional.of(NOW));
    assertThat(whoMayAct(storage)).containsExactly(paused);
    pause(storage, paused, Optional.of(NOW.plus(TICK)));
    assertThat(whoMayAct(storage)).isEmpty();
    pause(storage, paused, Optional.empty());
    assertThat(whoMayAct(storage)).isEmpty();
  }

  @Test
  default void ofManyWhoMayActItNamesTwo() {
    Storage storage = withRoles();
    for (int i = 0; i < 4; i++) {
      holder(storage, UserStatus.ACTIVE);
    }
    assertThat(whoMayAct(storage)).hasSize(2).doesNotHaveDuplicates();
  }

  /** Each takes the role from one of those it saw, unless it saw one only: one is left. */
  @Test
  default void whoSeesTheHoldersHoldsTheOthersBackUntilTheUnitEnds() {
    Storage storage = withRoles();
    for (int i = 0; i < 8; i++) {
      holder(storage, UserStatus.ACTIVE);
    }
    AtomicInteger taken = new AtomicInteger();
    Racing.together(
        16,
        () -> storage.transactions().call(() -> {
          List<UserId> seen = storage.roleAssignments().lockHoldersWhoMayAct(VIEWER, NOW);
          return seen.size() > 1
              && storage.roleAssignments().remove(Subject.user(seen.get(1)), VIEWER)
              && taken.incrementAndGet() > 0;
        }));
    assertThat(whoMayAct(storage)).hasSize(1);
    assertThat(taken).hasValue(7);
  }

  @Test
  default void deletesWhatEndedBeforeTheCutoffAndNoMoreThanAllowed() {
    Storage storage = withRoles();
    RoleAssignment lasting = plain(service(), VIEWER);
    storage.roleAssignments().put(lasting);
    for (int i = 0; i < 5; i++) {
      storage
          .roleAssignments()
          .put(new RoleAssignment(
              RoleGrant.of(service(), VIEWER).until(NOW), Actor.anonymous(), NOW));
    }
    assertThat(storage.roleAssignments().deleteExpired(NOW, 10)).isZero();
    assertThat(storage.roleAssignments().deleteExpired(NOW.plus(TICK), 3)).isEqualTo(3);
    assertThat(storage.roleAssignments().deleteExpired(NOW.plus(TICK), 3)).isEqualTo(2);
    assertThat(storage.roleAssignments().holders(VIEWER, Optional.empty(), 10))
        .containsExactly(lasting);
  }

  @Test
  default void anAssignmentThatIsRolledBackWasNotMade() {
    Storage storage = withRoles();
    Subject subject = service();
    Failing.unit(storage, () -> storage.roleAssignments().put(plain(subject, VIEWER)));
    assertThat(storage.roleAssignments().of(subject)).isEmpty();
  }

  private static List<UserId> whoMayAct(Storage storage) {
    return storage
        .transactions()
        .call(() -> storage.roleAssignments().lockHoldersWhoMayAct(VIEWER, NOW));
  }

  private static UserId holder(Storage storage, UserStatus status) {
    UserId user = account(storage, status);
    assertThat(storage.roleAssignments().put(plain(Subject.user(user), VIEWER))).isTrue();
    return user;
  }

  private static UserId account(Storage storage, UserStatus status) {
    UserId id = Samples.userId();
    User user = Samples.user(id, Samples.email(id.value() + "@example.org"), status);
    assertThat(storage.users().insert(user)).isTrue();
    return id;
  }

  private static void pause(Storage storage, UserId user, Optional<Instant> until) {
    StatusChange pause = new StatusChange(UserStatus.PAUSED, "", until);
    assertThat(storage.users().changeStatus(user, pause, NOW)).isPresent();
  }

  private static RoleAssignment plain(Subject subject, String role) {
    return new RoleAssignment(RoleGrant.of(subject, role), Actor.system("test"), NOW);
  }

  private static Subject service() {
    return new Subject(Subject.Kind.SERVICE, UUID.randomUUID());
  }
}

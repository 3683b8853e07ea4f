package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An administrator is always left, and nobody acts on an account that may do more than they may. */
public interface AdministratorScenarios extends RoleScenario {
  /** The role of administrators. */
  String ADMIN = "auth-admin";

  /** Returns how often each pair of administrators turns on one another. */
  default int rounds() {
    return 1_000;
  }

  /** Returns every way in which an administrator may stop being one. */
  default List<BiConsumer<TestGatehouse, UserId>> waysOut() {
    return List.of(
        (test, user) -> takeRole(test, user),
        (test, user) -> test.gatehouse()
            .roleAssignments()
            .replace(Subject.user(user), Set.of("auth-auditor"), "", SETUP, NONE),
        (test, user) -> test.gatehouse()
            .roleAssignments()
            .assign(
                RoleGrant.of(Subject.user(user), ADMIN)
                    .until(test.clock().instant().plusSeconds(9)),
                SETUP,
                NONE),
        (test, user) -> status(test, user, UserStatus.BLOCKED, SETUP),
        (test, user) -> status(test, user, UserStatus.PAUSED, SETUP),
        (test, user) -> status(test, user, UserStatus.CLOSED, SETUP),
        AdministratorScenarios::close);
  }

  private static void takeRole(TestGatehouse test, UserId user) {
    assertThat(
            test.gatehouse().roleAssignments().unassign(Subject.user(user), ADMIN, "", SETUP, NONE))
        .isTrue();
  }

  private static void status(TestGatehouse test, UserId user, UserStatus status, Actor by) {
    test.gatehouse()
        .users()
        .changeStatus(user, new StatusChange(status, "", Optional.empty()), by, NONE);
  }

  private static void close(TestGatehouse test, UserId user) {
    UserPrincipal self = new UserPrincipal(
        user, new SessionId(UUID.randomUUID()), Set.of("pwd"), test.clock().instant());
    test.gatehouse().accounts().close(self, BROWSER);
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return Scenario.code(catchThrowable(call));
  }

  /** Tells whether somebody is an administrator who may act. */
  default boolean administers(TestGatehouse test, UserId user) {
    return test.storage().users().find(user).orElseThrow().status() == UserStatus.ACTIVE
        && test.gatehouse().roleAssignments().of(Subject.user(user)).stream()
            .anyMatch(held -> held.role().equals(ADMIN) && held.expiresAt().isEmpty());
  }

  @Test
  @DisplayName(
      "ADM-02: the last administrator cannot be removed, demoted, blocked, paused or closed")
  default void theLastOneStays() {
    try (TestGatehouse test = start()) {
      UserId last = person(test, "last", ADMIN);
      person(test, "other");
      for (BiConsumer<TestGatehouse, UserId> wayOut : waysOut()) {
        assertThat(refusal(() -> wayOut.accept(test, last))).isEqualTo(ErrorCode.LAST_ADMIN);
        assertThat(administers(test, last)).isTrue();
      }
      assertThat(test.audited("access.denied"))
          .hasSize(waysOut().size())
          .allSatisfy(denied -> assertThat(denied.outcome()).isEqualTo("last_admin"));
    }
  }

  @Test
  @DisplayName("ADM-02: with another administrator left, each of them may go, by every way")
  default void anotherOneMayGo() {
    try (TestGatehouse test = start()) {
      UserId staying = person(test, "staying", ADMIN);
      int number = 0;
      for (BiConsumer<TestGatehouse, UserId> wayOut : waysOut()) {
        UserId going = person(test, "going" + number++, ADMIN);
        wayOut.accept(test, going);
        assertThat(administers(test, going)).isFalse();
        assertThat(refusal(() -> takeRole(test, staying))).isEqualTo(ErrorCode.LAST_ADMIN);
      }
    }
  }

  @Test
  @DisplayName(
      "ADM-02: one who is blocked, waits for proof of an address, or is one for a time only, does not count")
  default void onlyThoseWhoCanActCount() {
    try (TestGatehouse test = start()) {
      UserId last = person(test, "last", ADMIN);
      UserId blocked = person(test, "blocked", ADMIN);
      status(test, blocked, UserStatus.BLOCKED, SETUP);
      UserId unproven = test.registered("unproven@example.com", PASSWORD).id();
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(unproven), ADMIN), SETUP, NONE);
      UserId timed = person(test, "timed");
      test.gatehouse()
          .roleAssignments()
          .assign(
              RoleGrant.of(Subject.user(timed), ADMIN)
                  .until(test.clock().instant().plus(Duration.ofDays(1))),
              SETUP,
              NONE);
      assertThat(refusal(() -> takeRole(test, last))).isEqualTo(ErrorCode.LAST_ADMIN);
      status(test, blocked, UserStatus.ACTIVE, SETUP);
      takeRole(test, last);
      assertThat(administers(test, blocked)).isTrue();
    }
  }

  @Test
  default void withoutAnyAdministratorNobodyIsHeldBack() {
    try (TestGatehouse test = start()) {
      UserId ann = person(test, "ann");
      status(test, ann, UserStatus.BLOCKED, SETUP);
      status(test, ann, UserStatus.ACTIVE, SETUP);
      close(test, ann);
      assertThat(test.storage().users().find(ann).orElseThrow().status())
          .isEqualTo(UserStatus.CLOSED);
    }
  }

  @Test
  @DisplayName(
      "ADM-02: two administrators who turn on one another in parallel, by whatever way, leave one;"
          + " 1,000 rounds in memory, 300 on PostgreSQL")
  default void twoAtOnceLeaveOne() {
    try (TestGatehouse test = start()) {
      UserId one = person(test, "one", ADMIN);
      UserId other = person(test, "other", ADMIN);
      // The ways that can be taken back, so that the next round begins with two again.
      List<BiConsumer<TestGatehouse, UserId>> ways = waysOut().subList(0, 5);
      for (int round = 0; round < rounds(); round++) {
        var first = ways.get(round % ways.size());
        var second = ways.get(round / ways.size() % ways.size());
        AtomicInteger turn = new AtomicInteger();
        List<Boolean> done = Racing.together(
            2,
            () -> turn.getAndIncrement() == 0
                ? succeeds(() -> first.accept(test, one))
                : succeeds(() -> second.accept(test, other)));
        assertThat(done).as("round " + round).containsExactlyInAnyOrder(true, false);
        assertThat(List.of(administers(test, one), administers(test, other)))
            .as("round " + round)
            .containsExactlyInAnyOrder(true, false);
        restore(test, one);
        restore(test, other);
      }
    }
  }

  private static boolean succeeds(Runnable call) {
    try {
      call.run();
      return true;
    } catch (AuthException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.LAST_ADMIN);
      return false;
    }
  }

  private void restore(TestGatehouse test, UserId user) {
    if (test.storage().users().find(user).orElseThrow().status() != UserStatus.ACTIVE) {
      status(test, user, UserStatus.ACTIVE, SETUP);
    }
    if (!administers(test, user)) {
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(user), ADMIN), SETUP, NONE);
    }
  }

  @Test
  @DisplayName("ADM-02: of eight administrators who all resign at once one is left")
  default void oneOfManyIsLeft() {
    try (TestGatehouse test = start()) {
      List<UserId> all =
          IntStream.range(0, 8).mapToObj(i -> person(test, "admin" + i, ADMIN)).toList();
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done = Racing.together(8, () -> {
        UserId self = all.get(turn.getAndIncrement());
        return succeeds(() -> {
          boolean unused = test.gatehouse()
              .roleAssignments()
              .unassign(Subject.user(self), ADMIN, "tired", Actor.user(self), BROWSER);
        });
      });
      assertThat(done).containsOnlyOnce(false);
      assertThat(all).filteredOn(user -> administers(test, user)).hasSize(1);
    }
  }

  @Test
  @DisplayName("ADM-05: whoever may change accounts cannot block or close one that may do more")
  default void nobodyActsOnAHigherAccount() {
    try (TestGatehouse test = start()) {
      UserId root = person(test, "root", ADMIN);
      person(test, "second", ADMIN);
      UserId helper = person(test, "helper", "auth-support");
      UserId customer = person(test, "customer");
      for (UserStatus status : List.of(UserStatus.BLOCKED, UserStatus.PAUSED, UserStatus.CLOSED)) {
        assertThat(refusal(() -> status(test, root, status, Actor.user(helper))))
            .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      }
      status(test, customer, UserStatus.BLOCKED, Actor.user(helper));
      status(test, helper, UserStatus.BLOCKED, Actor.user(root));
      assertThat(refusal(() -> status(test, root, UserStatus.BLOCKED, Actor.anonymous())))
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(administers(test, root)).isTrue();
    }
  }
}

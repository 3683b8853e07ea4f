package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Refresh rotation, the grace for duplicates, and reuse detection. */
public interface RefreshScenarios extends Scenario {

  /** Refreshes and expects new tokens. */
  default Tokens refreshed(TestGatehouse test, Secret refreshToken) {
    RefreshResult result = test.gatehouse().refresh().refresh(refreshToken, BROWSER);
    if (result instanceof RefreshResult.Refreshed refreshed) {
      return refreshed.tokens();
    }
    throw new AssertionError("expected new tokens, was " + result);
  }

  /** Refreshes and expects a refusal. */
  default RefreshResult.Refused refused(
      TestGatehouse test, Secret refreshToken, ClientInfo client) {
    RefreshResult result = test.gatehouse().refresh().refresh(refreshToken, client);
    if (result instanceof RefreshResult.Refused refused) {
      return refused;
    }
    throw new AssertionError("expected a refusal, was new tokens");
  }

  @Test
  default void aRefreshRenewsBothTokens() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      test.clock().advance(Duration.ofMinutes(11));
      assertThat(letsIn(test, first)).isFalse();
      Tokens second = refreshed(test, first.refresh());
      assertThat(letsIn(test, second)).isTrue();
      assertThat(second.refresh()).isNotEqualTo(first.refresh());
      assertThat(letsIn(test, refreshed(test, second.refresh()))).isTrue();
    }
  }

  @Test
  @DisplayName(
      "RT-01: a second use after the grace ends the family, on record, and tells the owner")
  default void aSecondUseAfterTheGraceEndsTheFamily() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens second = refreshed(test, first.refresh());
      test.forgetMail();
      test.clock().advance(Duration.ofSeconds(10).plusNanos(1000));
      RefreshResult.Refused reuse = refused(test, first.refresh(), BROWSER);
      assertThat(reuse.code()).isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED);
      assertThat(letsIn(test, second)).isFalse();
      assertThat(refused(test, second.refresh(), BROWSER))
          .isEqualTo(new RefreshResult.Refused(
              ErrorCode.SESSION_ENDED, Optional.of(EndReason.REUSE_DETECTED)));
      assertThat(test.audited("token.reuse_detected"))
          .singleElement()
          .satisfies(record -> assertThat(record.subject()).isEqualTo(alice.id().toString()));
      assertThat(test.mail().awaitTo(ALICE).template()).isEqualTo("sessions_ended_by_reuse");
    }
  }

  @Test
  @DisplayName("RT-02: of fifty uses at once one rotates, and all get the same answer")
  default void parallelUsesGetOneAnswer() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      List<Tokens> answers = Racing.together(50, () -> refreshed(test, first.refresh()));
      Set<String> successors =
          answers.stream().map(tokens -> tokens.refresh().reveal()).collect(Collectors.toSet());
      assertThat(successors).hasSize(1);
      assertThat(answers.stream().map(tokens -> tokens.access().reveal()).distinct())
          .hasSize(1);
      assertThat(letsIn(test, refreshed(test, answers.get(0).refresh()))).isTrue();
    }
  }

  @Test
  @DisplayName(
      "RT-03: a retry after a lost response gets the same successor, until the grace is over")
  default void aRetryWithinTheGraceGetsTheSameSuccessor() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens second = refreshed(test, first.refresh());
      test.clock().advance(Duration.ofSeconds(10));
      assertThat(refreshed(test, first.refresh())).isEqualTo(second);
      assertThat(letsIn(test, second)).isTrue();
    }
  }

  @Test
  @DisplayName("RT-03: the grace is for the same kind of client only")
  default void anotherClientWithinTheGraceIsAReuse() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens second = refreshed(test, first.refresh());
      assertThat(refused(test, first.refresh(), STRANGER).code())
          .isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED);
      assertThat(letsIn(test, second)).isFalse();
    }
  }

  @Test
  @DisplayName("RT-03: a second rotation ends the grace of the first")
  default void theGraceCoversTheLastRotationOnly() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens second = refreshed(test, first.refresh());
      Tokens third = refreshed(test, second.refresh());
      assertThat(refused(test, first.refresh(), BROWSER).code())
          .isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED);
      assertThat(letsIn(test, third)).isFalse();
    }
  }

  @Test
  @DisplayName("RT-04: the thief first and the owner second: both end")
  default void thiefFirstOwnerSecond() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens stolen = signIn(test, ALICE, PASSWORD);
      RefreshResult thief = test.gatehouse().refresh().refresh(stolen.refresh(), STRANGER);
      Tokens loot = ((RefreshResult.Refreshed) thief).tokens();
      assertThat(refused(test, stolen.refresh(), BROWSER).code())
          .isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED);
      assertThat(letsIn(test, loot)).isFalse();
      assertThat(refused(test, loot.refresh(), STRANGER).code()).isEqualTo(ErrorCode.SESSION_ENDED);
    }
  }

  @Test
  @DisplayName("RT-05: an ancestor twenty rotations back is still known, after the clean-up too")
  default void anOldAncestorIsStillAReuse() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens latest = first;
      for (int i = 0; i < 20; i++) {
        test.clock().advance(Duration.ofDays(1));
        latest = refreshed(test, latest.refresh());
      }
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(refused(test, first.refresh(), BROWSER).code())
          .isEqualTo(ErrorCode.REFRESH_TOKEN_REUSED);
      assertThat(letsIn(test, latest)).isFalse();
    }
  }

  @Test
  @DisplayName("RT-08: idle time-out, at the instant")
  default void anIdleSessionEnds() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      test.clock().advance(Duration.ofDays(14));
      assertThat(refused(test, tokens.refresh(), BROWSER).reason()).contains(EndReason.IDLE);
    }
  }

  @Test
  @DisplayName("RT-08: absolute time-out, however busy")
  default void aBusySessionEndsToo() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      for (int day = 0; day < 89; day++) {
        test.clock().advance(Duration.ofDays(1));
        tokens = refreshed(test, tokens.refresh());
      }
      assertThat(tokens.refreshExpiresAt())
          .isEqualTo(test.clock().instant().plus(Duration.ofDays(1)));
      test.clock().advance(Duration.ofDays(1));
      assertThat(refused(test, tokens.refresh(), BROWSER).reason()).contains(EndReason.EXPIRED);
    }
  }

  @Test
  @DisplayName(
      "RT-08: a blocked account's refresh is refused, and works again neither before nor after unblocking")
  default void aBlockedAccountCannotRefresh() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      change(test, alice, UserStatus.BLOCKED);
      assertThat(refused(test, tokens.refresh(), BROWSER).reason())
          .contains(EndReason.ACCOUNT_DISABLED);
      change(test, alice, UserStatus.ACTIVE);
      assertThat(refused(test, tokens.refresh(), BROWSER).code())
          .isEqualTo(ErrorCode.SESSION_ENDED);
    }
  }

  private static void change(TestGatehouse test, User user, UserStatus status) {
    test.gatehouse()
        .users()
        .changeStatus(
            user.id(),
            new StatusChange(status, "test", Optional.empty()),
            Actor.system("test"),
            ClientInfo.none());
  }

  @Test
  @DisplayName("RT-10, RT-12: malformed and foreign tokens are refused without ending anything")
  default void junkIsRefusedAndEndsNothing() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      String good = tokens.refresh().reveal();
      List<String> junk = new ArrayList<>(List.of("", "null", "grs_", "x".repeat(1_000_000)));
      junk.add(good.substring(0, good.length() - 1));
      junk.add(good + "A");
      junk.add(good.replace("grs_", "GRS_"));
      junk.add(good.toUpperCase(java.util.Locale.ROOT));
      junk.add(" " + good);
      junk.add(tokens.access().reveal());
      for (int i = 4; i < good.length(); i++) {
        char other = good.charAt(i) == 'A' ? 'B' : 'A';
        junk.add(good.substring(0, i) + other + good.substring(i + 1));
      }
      for (String text : junk) {
        assertThat(refused(test, Secret.of(text), STRANGER).code())
            .isEqualTo(ErrorCode.REFRESH_TOKEN_INVALID);
      }
      assertThat(letsIn(test, tokens)).isTrue();
      assertThat(letsIn(test, refreshed(test, tokens.refresh()))).isTrue();
    }
  }

  @Test
  @DisplayName("RT-13: the twenty-first session ends the oldest")
  default void theOldestSessionMakesWay() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      List<Tokens> all = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        test.clock().advance(Duration.ofSeconds(1));
        all.add(signIn(test, ALICE, PASSWORD));
      }
      assertThat(test.gatehouse().sessions().list(alice.id())).hasSize(20);
      assertThat(letsIn(test, all.get(0))).isFalse();
      assertThat(refused(test, all.get(0).refresh(), BROWSER).reason())
          .contains(EndReason.REPLACED);
      assertThat(letsIn(test, all.get(1))).isTrue();
    }
  }
}

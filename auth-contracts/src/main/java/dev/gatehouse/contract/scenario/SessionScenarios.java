package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sessions: listing, ending one, the others, all; and who may. */
public interface SessionScenarios extends Scenario {

  /** Returns whom an access token lets act. */
  default UserPrincipal principal(TestGatehouse test, Tokens tokens) {
    Authentication result = test.gatehouse().authenticator().authenticate(tokens.access());
    if (result instanceof Authentication.Authenticated authenticated) {
      return authenticated.principal();
    }
    throw new AssertionError("expected a principal, was " + result);
  }

  @Test
  @DisplayName("SESS-01: every login opens a session with an id of its own")
  default void everyLoginOpensANewSession() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal one = principal(test, signIn(test, ALICE, PASSWORD));
      UserPrincipal two = principal(test, signIn(test, ALICE, PASSWORD));
      assertThat(one.userId()).isEqualTo(two.userId());
      assertThat(one.sessionId()).isNotEqualTo(two.sessionId());
    }
  }

  @Test
  @DisplayName("SESS-05: a session that was ended lets nobody in, by either token, at once")
  default void anEndedSessionIsRefusedAtOnce() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      UserPrincipal self = principal(test, tokens);
      assertThat(end(test, self, self.sessionId())).isTrue();
      assertThat(test.gatehouse().authenticator().authenticate(tokens.access()))
          .isEqualTo(new Authentication.Refused(
              ErrorCode.SESSION_ENDED, java.util.Optional.of(EndReason.SIGNED_OUT)));
      assertThat(test.gatehouse().refresh().refresh(tokens.refresh(), BROWSER))
          .isInstanceOf(RefreshResult.Refused.class);
      assertThat(test.audited("session.ended")).hasSize(1);
    }
  }

  private static boolean end(TestGatehouse test, UserPrincipal self, SessionId session) {
    return test.gatehouse()
        .sessions()
        .end(self.userId(), session, EndReason.SIGNED_OUT, Actor.user(self.userId()), BROWSER);
  }

  @Test
  default void whatOneIsShownOfOneselfFollowsEveryChangeAtOnce() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      UserPrincipal self = principal(test, signIn(test, ALICE, PASSWORD));
      assertThat(shownName(test, self)).isEmpty();
      test.gatehouse().accounts().changeProfile(self, "Alice", Locale.ENGLISH, BROWSER);
      assertThat(shownName(test, self)).isEqualTo("Alice");
      test.gatehouse()
          .users()
          .changeProfile(alice.id(), "Al", Locale.ENGLISH, Actor.system("test"), BROWSER);
      assertThat(shownName(test, self)).isEqualTo("Al");
      end(test, self, self.sessionId());
      assertThat(test.gatehouse().sessions().own(self).orElseThrow().session().endReason())
          .contains(EndReason.SIGNED_OUT);
    }
  }

  private static String shownName(TestGatehouse test, UserPrincipal self) {
    return test.gatehouse().sessions().own(self).orElseThrow().user().name();
  }

  @Test
  default void nobodyIsShownTheSessionOfSomebodyElse() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      User mallory = test.verified("mallory@example.com", PASSWORD);
      UserPrincipal self = principal(test, signIn(test, ALICE, PASSWORD));
      assertThat(test.gatehouse().sessions().own(self)).isPresent();
      assertThat(test.gatehouse()
              .sessions()
              .own(new UserPrincipal(
                  mallory.id(), self.sessionId(), self.methods(), self.authenticatedAt())))
          .isEmpty();
    }
  }

  @Test
  @DisplayName("SESS-08: a second log-out changes nothing and is not recorded")
  default void endingTwiceIsHarmless() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = principal(test, signIn(test, ALICE, PASSWORD));
      assertThat(end(test, self, self.sessionId())).isTrue();
      assertThat(end(test, self, self.sessionId())).isFalse();
      assertThat(test.audited("session.ended")).hasSize(1);
    }
  }

  @Test
  @DisplayName("SESS-09: somebody else's session cannot be ended, nor an unknown one")
  default void foreignSessionsAreOutOfReach() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      test.verified("bob@example.com", OTHER_PASSWORD);
      Tokens alices = signIn(test, ALICE, PASSWORD);
      UserPrincipal bob = principal(test, signIn(test, "bob@example.com", OTHER_PASSWORD));
      assertThat(end(test, bob, principal(test, alices).sessionId())).isFalse();
      assertThat(end(test, bob, new SessionId(new UUID(1, 2)))).isFalse();
      assertThat(letsIn(test, alices)).isTrue();
    }
  }

  @Test
  default void endingTheOthersKeepsTheCallersOwn() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens mine = signIn(test, ALICE, PASSWORD);
      Tokens other = signIn(test, ALICE, PASSWORD);
      assertThat(letsIn(test, other)).isTrue();
      test.gatehouse().sessions().endOthers(principal(test, mine), BROWSER);
      assertThat(letsIn(test, mine)).isTrue();
      assertThat(letsIn(test, other)).isFalse();
      assertThat(test.gatehouse().sessions().list(alice.id()))
          .extracting(SessionRecord::id)
          .containsExactly(principal(test, mine).sessionId());
      assertThat(test.gatehouse().refresh().refresh(mine.refresh(), BROWSER))
          .isInstanceOf(RefreshResult.Refreshed.class);
    }
  }

  @Test
  @DisplayName(
      "SESS-06: of a hundred logins that race with log-out everywhere, none from before survives")
  default void nothingIssuedBeforeTheEndOfAllSurvives() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens before = signIn(test, ALICE, PASSWORD);
      AtomicInteger turn = new AtomicInteger();
      Racing.together(16, () -> {
        if (turn.getAndIncrement() == 8) {
          test.gatehouse()
              .sessions()
              .endAll(alice.id(), EndReason.REVOKED, Actor.user(alice.id()), BROWSER);
          assertThat(letsIn(test, before)).isFalse();
        } else {
          test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER);
        }
        return true;
      });
      assertThat(letsIn(test, before)).isFalse();
      Tokens after = signIn(test, ALICE, PASSWORD);
      assertThat(letsIn(test, after)).isTrue();
      // What the list shows is exactly what may act.
      assertThat(test.gatehouse().sessions().list(alice.id()))
          .extracting(SessionRecord::id)
          .contains(principal(test, after).sessionId());
    }
  }

  @Test
  @DisplayName("SESS-04: a well-formed token for a session that does not exist is refused")
  default void aTokenOfADeletedSessionIsRefused() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      test.clock().advance(Duration.ofDays(200));
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(test.gatehouse().refresh().refresh(tokens.refresh(), BROWSER))
          .isEqualTo(new RefreshResult.Refused(
              ErrorCode.REFRESH_TOKEN_INVALID, java.util.Optional.empty()));
    }
  }

  @Test
  @DisplayName("SESS-10: a hostile user agent is cut and cleaned before it is kept")
  default void aHostileUserAgentIsCleaned() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      ClientInfo hostile =
          new ClientInfo("192.0.2.1", "a\r\nb\u202e<script>" + "x".repeat(10_000), "r");
      test.gatehouse().logins().password(ALICE, PASSWORD, "", hostile);
      assertThat(test.gatehouse().sessions().list(alice.id()))
          .singleElement()
          .satisfies(session -> {
            assertThat(session.device()).hasSizeLessThanOrEqualTo(512).startsWith("a??b?<script>");
            assertThat(session.device()).doesNotContain("\r", "\n", "\u202e");
          });
    }
  }

  @Test
  default void lastSeenMovesForwardInBatches() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      Instant later = test.clock().advance(Duration.ofMinutes(5));
      assertThat(letsIn(test, tokens)).isTrue();
      test.gatehouse().maintenance().runNow("last-seen");
      assertThat(test.gatehouse().sessions().list(alice.id()))
          .singleElement()
          .satisfies(session -> assertThat(session.lastSeenAt()).isEqualTo(later));
    }
  }

  @Test
  @DisplayName("RT-12, JWT-32: no other kind of token opens the bearer slot")
  default void noOtherTokenIsAnAccessToken() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      for (Secret other :
          List.of(tokens.refresh(), test.mailedToken(ALICE), PASSWORD, Secret.of(""))) {
        assertThat(test.gatehouse().authenticator().authenticate(other))
            .isEqualTo(new Authentication.Refused(
                ErrorCode.ACCESS_TOKEN_INVALID, java.util.Optional.empty()));
      }
    }
  }

  @Test
  default void aStepUpMakesTheLoginRecent() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      test.clock().advance(Duration.ofMinutes(9));
      Tokens fresh = ((RefreshResult.Refreshed)
              test.gatehouse().refresh().refresh(tokens.refresh(), BROWSER))
          .tokens();
      test.clock().advance(Duration.ofMinutes(2));
      Instant now = test.clock().instant();
      UserPrincipal self = principal(test, fresh);
      assertThat(self.authenticatedWithin(Duration.ofMinutes(10), now)).isFalse();
      test.gatehouse().logins().stepUp(self, PASSWORD, BROWSER);
      assertThat(principal(test, fresh).authenticatedAt()).isEqualTo(now);
      assertThat(test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER))
          .isInstanceOf(LoginResult.SignedIn.class);
    }
  }
}

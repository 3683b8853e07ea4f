package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens that were guessed, taken from elsewhere, or kept for too long. */
public interface StolenTokenScenarios extends TwoFactorScenario {
  /** What the role {@code clerk} permits. */
  String PERMITTED = "invoices:read";

  /** Another person. */
  String MALLORY = "mallory@example.com";

  /** What the Gatehouse of these scenarios is built with. */
  static GatehouseBuilder withClerk(GatehouseBuilder builder) {
    return builder.permissions(PERMITTED).role("clerk", role -> role.permitting(PERMITTED));
  }

  @Test
  @DisplayName("FP-08: guesses at a reset token find nothing, however much of one is right")
  default void guessesAtAResetTokenFindNothing() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      Secret token = test.mailedToken(ALICE);
      String text = token.reveal();
      Stream<Secret> guesses = Stream.concat(
          Stream.generate(() ->
                  OpaqueToken.issue(TokenPurpose.RESET_PASSWORD.prefix(), RandomSource.secure()))
              .limit(200),
          Stream.of(
              Secret.of(text.substring(0, text.length() - 1)),
              Secret.of(text + "A"),
              Secret.of(text.substring(0, text.length() - 1) + other(text)),
              Secret.of(text.toLowerCase(java.util.Locale.ROOT)),
              Secret.of(' ' + text)));
      guesses.forEach(guess ->
          assertThat(reset(test, guess)).as(guess.reveal()).isEqualTo(ErrorCode.TOKEN_INVALID));
      test.gatehouse().passwordReset().reset(token, OTHER_PASSWORD, BROWSER);
    }
  }

  private static ErrorCode reset(TestGatehouse test, Secret token) {
    return Scenario.code(catchThrowable(
        () -> test.gatehouse().passwordReset().reset(token, OTHER_PASSWORD, BROWSER)));
  }

  private static char other(String text) {
    return text.charAt(text.length() - 1) == 'A' ? 'B' : 'A';
  }

  @Test
  @DisplayName("FP-09: nothing but the reset token of that account sets its password")
  default void onlyTheResetTokenSetsThePassword() {
    try (TestGatehouse test = start()) {
      test.verified(MALLORY, PASSWORD);
      test.registered("new@example.com", PASSWORD);
      Secret verification = test.mailedToken("new@example.com");
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      for (Secret wrong : List.of(
          Secret.of(""), verification, tokens.access(), tokens.refresh(), Secret.of("alice"))) {
        assertThat(reset(test, wrong)).isEqualTo(ErrorCode.TOKEN_INVALID);
      }
      test.gatehouse().passwordReset().request(MALLORY, STRANGER);
      // From another browser, while Alice is logged in: whose password it sets is in the token
      // alone.
      test.gatehouse().passwordReset().reset(test.mailedToken(MALLORY), OTHER_PASSWORD, BROWSER);
      assertThat(letsIn(test, signIn(test, MALLORY, OTHER_PASSWORD))).isTrue();
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(letsIn(test, tokens)).isTrue();
    }
  }

  @Test
  @DisplayName("RT-06: a refresh token of another Gatehouse, or made up, continues nothing")
  default void aRefreshTokenOfAnotherGatehouseIsRefused() {
    try (TestGatehouse other = TestGatehouse.inMemory();
        TestGatehouse test = start()) {
      other.verified(ALICE, PASSWORD);
      test.verified(ALICE, PASSWORD);
      Tokens foreign = signIn(other, ALICE, PASSWORD);
      Tokens own = signIn(test, ALICE, PASSWORD);
      assertThat(test.gatehouse().refresh().refresh(foreign.refresh(), BROWSER))
          .isEqualTo(new RefreshResult.Refused(
              ErrorCode.REFRESH_TOKEN_INVALID, java.util.Optional.empty()));
      assertThat(letsIn(test, foreign)).isFalse();
      assertThat(letsIn(test, own)).isTrue();
    }
  }

  @Test
  @DisplayName("RT-06: a refreshed session may no more than the one before, and is the same")
  default void aRefreshedSessionIsTheSame() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens first = signIn(test, ALICE, PASSWORD);
      Tokens second = test.gatehouse()
          .refresh()
          .refresh(first.refresh(), BROWSER)
          .fold(RefreshResult.Refreshed::tokens, refused -> {
            throw new AssertionError(refused);
          });
      assertThat(self(test, second)).isEqualTo(self(test, first));
      assertThat(self(test, second).userId()).isEqualTo(alice.id());
    }
  }

  @Test
  @DisplayName("JWT-34: rights are in no token, and one from before counts for no more than now")
  default void aTokenCarriesNoRights() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Subject subject = Subject.user(alice.id());
      Actor system = Actor.system("test");
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(subject, "clerk"), system, ClientInfo.none());
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      assertThat(claims(tokens.access())).doesNotContain("clerk", "invoices", "role", "perm");
      assertThat(test.gatehouse().access().allows(subject, Permission.parse(PERMITTED)))
          .isTrue();

      test.gatehouse().roleAssignments().unassign(subject, "clerk", "", system, ClientInfo.none());
      assertThat(letsIn(test, tokens)).isTrue();
      assertThat(test.gatehouse().access().allows(subject, Permission.parse(PERMITTED)))
          .isFalse();
    }
  }

  private static String claims(Secret token) {
    String text = token.reveal();
    String payload = text.substring(text.indexOf('.') + 1, text.lastIndexOf('.'));
    return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("JWT-34: a token of the epoch before is refused, one of the present epoch is not")
  default void aTokenOfTheEpochBeforeIsRefused() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens before = signIn(test, ALICE, PASSWORD);
      test.gatehouse()
          .sessions()
          .endAll(alice.id(), EndReason.REVOKED, Actor.user(alice.id()), BROWSER);
      // In the same instant: the epoch is counted, not timed.
      Tokens after = signIn(test, ALICE, PASSWORD);
      assertThat(letsIn(test, before)).isFalse();
      assertThat(letsIn(test, after)).isTrue();
    }
  }

  @Test
  @DisplayName("ENUM-04: a wrong password is refused alike, with and without a second factor")
  default void aWrongPasswordTellsOfNoSecondFactor() {
    try (TestGatehouse test = start()) {
      enrolled(test, ALICE);
      test.verified(MALLORY, PASSWORD);
      LoginResult with = test.gatehouse().logins().password(ALICE, OTHER_PASSWORD, "", BROWSER);
      LoginResult without =
          test.gatehouse().logins().password(MALLORY, OTHER_PASSWORD, "", BROWSER);
      assertThat(with).isInstanceOf(LoginResult.Refused.class).isEqualTo(without);
    }
  }

  @Test
  @DisplayName("SESS-02: a login that somebody else began is not finished by one's own code")
  default void aForeignChallengeTakesNoCodeOfOnesOwn() {
    try (TestGatehouse test = start()) {
      Enrolled alice = enrolled(test, ALICE);
      enrolled(test, MALLORY);
      Secret begun = challenge(test, MALLORY);
      assertThat(refusal(test, begun, TwoFactorScenario.totp(alice.app().code())))
          .isPresent();
    }
  }
}

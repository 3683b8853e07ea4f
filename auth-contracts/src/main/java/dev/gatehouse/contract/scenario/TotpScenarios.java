package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.owner;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.recovery;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.RecoveryCodes;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Authenticator apps from set-up to removal, and their codes at login. */
public interface TotpScenarios extends TwoFactorScenario {

  @Test
  default void anAppIsSetUpAndAskedForAtEveryLogin() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      LoginResult asked = test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER);
      assertThat(asked)
          .isInstanceOfSatisfying(
              LoginResult.SecondFactorRequired.class,
              required -> assertThat(required.factors()).containsOnly("totp", "recovery_code"));
      LoginResult in = test.gatehouse()
          .logins()
          .secondFactor(
              ((LoginResult.SecondFactorRequired) asked).challenge(),
              totp(ann.app().code()),
              "",
              BROWSER);
      assertThat(in)
          .isInstanceOfSatisfying(
              LoginResult.SignedIn.class,
              signedIn -> assertThat(signedIn.session().methods()).isEqualTo(Set.of("pwd", "otp")));
    }
  }

  @Test
  @DisplayName("OTP-01: a code is good once, also for many logins at once")
  default void aCodeIsGoodOnce() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret code = ann.app().code();
      List<Optional<ErrorCode>> answers =
          Racing.together(4, () -> refusal(test, ALICE, totp(code)));
      assertThat(answers).containsOnlyOnce(Optional.empty());
      assertThat(answers).contains(Optional.of(ErrorCode.CODE_ALREADY_USED));
      assertThat(refusal(test, ALICE, totp(code))).contains(ErrorCode.CODE_ALREADY_USED);
    }
  }

  @Test
  @DisplayName("OTP-01: the code that confirmed the app does not log in")
  default void theCodeThatConfirmedDoesNotLogIn() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      Secret code = app.code();
      assertThat(test.gatehouse().twoFactor().totp().confirm(self, code, BROWSER))
          .isPresent();
      assertThat(refusal(test, ALICE, totp(code))).contains(ErrorCode.CODE_ALREADY_USED);
    }
  }

  @Test
  @DisplayName("OTP-02, OTP-04: one step early or late is good, and none before one that was used")
  default void stepsOnlyGoForward() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      AuthenticatorApp app = ann.app();
      test.clock().advance(Duration.ofMinutes(5));
      Duration step = Duration.ofSeconds(30);
      assertThat(refusal(test, ALICE, totp(app.code(step.multipliedBy(-2)))))
          .contains(ErrorCode.INVALID_CODE);
      assertThat(refusal(test, ALICE, totp(app.code(step.multipliedBy(2)))))
          .contains(ErrorCode.INVALID_CODE);
      assertThat(refusal(test, ALICE, totp(app.code(step.negated())))).isEmpty();
      assertThat(refusal(test, ALICE, totp(app.code(step)))).isEmpty();
      assertThat(refusal(test, ALICE, totp(app.code()))).contains(ErrorCode.CODE_ALREADY_USED);
    }
  }

  @Test
  @DisplayName("OTP-07: an app counts once a code of it was right, and not before")
  default void anAppCountsOnceACodeOfItWasRight() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      TotpService totp = test.gatehouse().twoFactor().totp();
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThatThrownBy(() -> totp.confirm(self, app.wrongCode(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      assertThat(totp.list(alice.id())).isEmpty();
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD)))
          .as("not asked yet")
          .isTrue();
      test.clock().advance(Duration.ofMinutes(15));
      assertThatThrownBy(() -> totp.confirm(self, app.code(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.ENROLMENT_EXPIRED);
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
    }
  }

  @Test
  @DisplayName(
      "OTP-07: beginning again leaves one app to confirm, and the codes of the other are wrong")
  default void beginningAgainLeavesOneAppToConfirm() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      TotpService totp = test.gatehouse().twoFactor().totp();
      List<TotpEnrolment> begun = Racing.together(4, () -> begin(test, self, Optional.empty()));
      assertThat(begun)
          .extracting(one -> confirms(totp, self, AuthenticatorApp.of(one, test.clock())))
          .containsOnlyOnce(true);
      assertThat(totp.list(self.userId())).hasSize(1);
    }
  }

  private static boolean confirms(TotpService totp, UserPrincipal self, AuthenticatorApp app) {
    try {
      return totp.confirm(self, app.code(), BROWSER).isPresent();
    } catch (AuthException refused) {
      return false;
    }
  }

  @Test
  @DisplayName("OTP-07: confirming twice at once makes one app and one set of recovery codes")
  default void confirmingTwiceAtOnceMakesOneApp() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      TotpService totp = test.gatehouse().twoFactor().totp();
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(Racing.together(4, () -> confirms(totp, self, app))).containsOnlyOnce(true);
      assertThat(totp.list(alice.id())).hasSize(1);
      assertThat(test.audited("two_factor.enabled")).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "OTP-07: whoever has an app needs the password and a code of it to add another, up to five")
  default void anotherAppNeedsACodeOfTheFirst() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TotpService totp = test.gatehouse().twoFactor().totp();
      assertThatThrownBy(() -> begin(test, ann.self(), Optional.empty()))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      assertThatThrownBy(() -> begin(test, ann.self(), owner(totp(ann.app().wrongCode()))))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      for (int i = 1; i < TotpService.MOST_DEVICES; i++) {
        AuthenticatorApp next =
            AuthenticatorApp.of(begin(test, ann.self(), ann.proof()), test.clock());
        Optional<RecoveryCodes> codes = totp.confirm(ann.self(), next.code(), BROWSER);
        assertThat(codes).as("the codes stay").isEmpty();
        test.clock().advance(Duration.ofMinutes(1));
        assertThat(refusal(test, ALICE, totp(next.code()))).as("any app").isEmpty();
        test.clock().advance(Duration.ofMinutes(1));
      }
      assertThatThrownBy(() -> begin(test, ann.self(), ann.proof()))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.LIMIT_REACHED);
      assertThat(refusal(test, ALICE, recovery(ann.recoveryCodes().get(0)))).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "6.3.7: setting up an app ends the other sessions and logins under way, and is told by mail")
  default void settingUpEndsTheOtherSessions() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens other = signIn(test, ALICE, PASSWORD);
      Tokens own = signIn(test, ALICE, PASSWORD);
      UserPrincipal self = self(test, own);
      test.forgetMail();
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(test.gatehouse().twoFactor().totp().confirm(self, app.code(), BROWSER))
          .isPresent();
      assertThat(letsIn(test, other)).isFalse();
      String refreshed = test.gatehouse()
          .refresh()
          .refresh(other.refresh(), BROWSER)
          .fold(done -> "in", no -> no.code().code());
      assertThat(refreshed).isEqualTo("session_ended");
      assertThat(self(test, own).methods()).isEqualTo(Set.of("pwd", "otp"));
      assertThat(test.mailsTo(ALICE))
          .extracting(mail -> mail.template())
          .containsExactly("two_factor_enabled");
      test.clock().advance(Duration.ofMinutes(1));
      Secret underWay = challenge(test, ALICE);
      AuthenticatorApp second =
          AuthenticatorApp.of(begin(test, self, owner(totp(app.code()))), test.clock());
      Optional<RecoveryCodes> unused =
          test.gatehouse().twoFactor().totp().confirm(self, second.code(), BROWSER);
      test.clock().advance(Duration.ofMinutes(1));
      assertThat(refusal(test, underWay, totp(app.code())))
          .as("OTP-10: a challenge from before")
          .contains(ErrorCode.CHALLENGE_EXPIRED);
    }
  }

  @Test
  @DisplayName(
      "OTP-10: a challenge of one account takes no code of another, and opens nothing itself")
  default void aChallengeIsForItsAccount() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Enrolled bob = enrolled(test, "bob@example.com");
      Secret challenge = challenge(test, ALICE);
      assertThat(refusal(test, challenge, totp(bob.app().code()))).contains(ErrorCode.INVALID_CODE);
      assertThat(refusal(test, challenge, recovery(bob.recoveryCodes().get(0))))
          .contains(ErrorCode.INVALID_CODE);
      assertThat(refusal(test, ALICE, recovery(bob.recoveryCodes().get(0))))
          .contains(ErrorCode.INVALID_CODE);
      assertThat(test.gatehouse()
              .authenticator()
              .authenticate(challenge)
              .getClass()
              .getSimpleName())
          .isEqualTo("Refused");
      assertThat(refusal(test, challenge, totp(ann.app().code()))).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "OTP-12: codes of a clock that is wrong by minutes are refused and reported, and the window stays")
  default void aClockThatIsWrongIsReported() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.clock().advance(Duration.ofMinutes(10));
      for (int i = 0; i < 3; i++) {
        assertThat(refusal(test, ALICE, totp(ann.app().code(Duration.ofMinutes(-5)))))
            .contains(ErrorCode.INVALID_CODE);
      }
      assertThat(test.audited("two_factor.clock_drift"))
          .hasSize(3)
          .allSatisfy(record -> assertThat(record.data()).containsEntry("steps", "-10"));
    }
  }

  @Test
  default void aRecentLoginIsProvenByAFactorToo() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.clock().advance(Duration.ofMinutes(8));
      assertThatThrownBy(() ->
              test.gatehouse().logins().stepUp(ann.self(), totp(ann.app().wrongCode()), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      UserPrincipal fresh =
          test.gatehouse().logins().stepUp(ann.self(), totp(ann.app().code()), BROWSER);
      assertThat(fresh.authenticatedAt()).isEqualTo(test.clock().instant());
      assertThat(self(test, ann.tokens())).isEqualTo(fresh);
      assertThatThrownBy(
              () -> test.gatehouse().logins().stepUp(ann.self(), totp(ann.app().code()), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.CODE_ALREADY_USED);
    }
  }
}

package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.recovery;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What wrong codes lock, for how long, and what never shuts the owner out. */
public interface FactorLockScenarios extends TwoFactorScenario {

  @Test
  @DisplayName(
      "OTP-05, BF-08: five wrong codes lock the app on every path, for longer each time; recovery codes go on")
  default void fiveWrongCodesLockTheApp() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.forgetMail();
      for (Duration lock : List.of(Duration.ofMinutes(15), Duration.ofMinutes(30))) {
        for (int i = 0; i < 5; i++) {
          assertThat(refusal(test, ALICE, totp(ann.app().wrongCode())))
              .contains(ErrorCode.INVALID_CODE);
        }
        test.clock().advance(lock.minusSeconds(1));
        assertThat(refusal(test, ALICE, totp(ann.app().code())))
            .as("the right one, too")
            .contains(ErrorCode.FACTOR_LOCKED);
        assertThatThrownBy(() -> begin(test, ann.self(), ann.proof()))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.FACTOR_LOCKED);
        test.clock().advance(Duration.ofSeconds(1));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(refusal(test, ALICE, totp(ann.app().wrongCode())))
            .contains(ErrorCode.INVALID_CODE);
      }
      assertThat(refusal(test, ALICE, recovery(ann.recoveryCodes().get(0)))).isEmpty();
      assertThat(test.audited("two_factor.locked")).hasSize(3);
      assertThat(test.mailsTo(ALICE))
          .extracting(mail -> mail.template())
          .containsExactly(
              "two_factor_locked", "two_factor_locked", "two_factor_locked", "recovery_code_used");
    }
  }

  @Test
  @DisplayName("OTP-05: of many wrong codes at once five are looked at")
  default void ofManyWrongCodesAtOnceFiveAreLookedAt() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret wrong = ann.app().wrongCode();
      List<Secret> challenges =
          IntStream.range(0, 16).mapToObj(i -> challenge(test, ALICE)).toList();
      AtomicInteger turn = new AtomicInteger();
      List<Optional<ErrorCode>> answers = Racing.together(
          16, () -> refusal(test, challenges.get(turn.getAndIncrement()), totp(wrong)));
      assertThat(answers)
          .filteredOn(Optional.of(ErrorCode.INVALID_CODE)::equals)
          .hasSize(5);
      assertThat(answers)
          .filteredOn(Optional.of(ErrorCode.FACTOR_LOCKED)::equals)
          .hasSize(11);
    }
  }

  @Test
  @DisplayName("OTP-05: a right code forgets the wrong ones before it")
  default void aRightCodeForgetsTheWrongOnes() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 4; i++) {
          assertThat(refusal(test, ALICE, totp(ann.app().wrongCode())))
              .contains(ErrorCode.INVALID_CODE);
        }
        assertThat(refusal(test, ALICE, totp(ann.app().code()))).isEmpty();
        test.clock().advance(Duration.ofMinutes(1));
      }
    }
  }

  @Test
  @DisplayName("OTP-05: a right code forgets no lock: the next one is longer all the same")
  default void aRightCodeForgetsNoLock() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      lock(test, ann, PASSWORD);
      test.clock().advance(Duration.ofMinutes(15));
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).isEmpty();
      lock(test, ann, PASSWORD);
      test.clock().advance(Duration.ofMinutes(30).minusSeconds(1));
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).contains(ErrorCode.FACTOR_LOCKED);
      test.clock().advance(Duration.ofSeconds(1));
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).isEmpty();
    }
  }

  private void lock(TestGatehouse test, Enrolled ann, Secret password) {
    for (int i = 0; i < 5; i++) {
      Secret challenge = challenge(test, ALICE, password);
      assertThat(refusal(test, challenge, totp(ann.app().wrongCode())))
          .contains(ErrorCode.INVALID_CODE);
    }
  }

  @Test
  @DisplayName(
      "OTP-05, BF-09: whoever has the password cannot lock the recovery codes, and the app until it is a new one")
  default void aNewPasswordLiftsTheLock() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      lock(test, ann, PASSWORD);
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).contains(ErrorCode.FACTOR_LOCKED);
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
      assertThat(refusal(
              test, challenge(test, ALICE, OTHER_PASSWORD), totp(ann.app().code())))
          .isEmpty();
      lock(test, ann, OTHER_PASSWORD);
      test.clock().advance(Duration.ofMinutes(30).minusSeconds(1));
      assertThat(refusal(
              test, challenge(test, ALICE, OTHER_PASSWORD), totp(ann.app().code())))
          .as("the lock that was lifted stays counted")
          .contains(ErrorCode.FACTOR_LOCKED);
    }
  }

  @Test
  @DisplayName("BF-09: a change of the password in a session lifts the lock, too")
  default void aChangedPasswordLiftsTheLock() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      lock(test, ann, PASSWORD);
      test.gatehouse().accounts().changePassword(ann.self(), PASSWORD, OTHER_PASSWORD, BROWSER);
      assertThat(refusal(
              test, challenge(test, ALICE, OTHER_PASSWORD), totp(ann.app().code())))
          .isEmpty();
    }
  }

  @Test
  @DisplayName("OTP-05, BF-09: wrong recovery codes lock nothing: they cannot be guessed")
  default void wrongRecoveryCodesLockNothing() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      for (int i = 0; i < 12; i++) {
        assertThat(refusal(test, ALICE, recovery(Secret.of("0000-0000-0000-0000-0000-0000"))))
            .contains(ErrorCode.INVALID_CODE);
      }
      assertThat(refusal(test, ALICE, recovery(ann.recoveryCodes().get(0)))).isEmpty();
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).isEmpty();
      assertThat(test.audited("two_factor.locked")).isEmpty();
      assertThat(test.audited("login.factor_failed")).hasSize(12);
    }
  }

  @Test
  @DisplayName(
      "OTP-07: typing errors while an app is set up end that set-up after ten, and lock no other")
  default void typingErrorsWhileSettingUpLockNothing() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      TotpService totp = test.gatehouse().twoFactor().totp();
      assertThat(refusals(test, self, Secret.of("000000"), 12))
          .as("nothing is being set up")
          .containsOnly(ErrorCode.ENROLMENT_EXPIRED);
      AuthenticatorApp first =
          AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(refusals(test, self, first.wrongCode(), 10)).containsOnly(ErrorCode.INVALID_CODE);
      assertThat(refusals(test, self, first.code(), 1)).containsOnly(ErrorCode.ENROLMENT_EXPIRED);
      AuthenticatorApp second =
          AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(refusals(test, self, second.wrongCode(), 9)).containsOnly(ErrorCode.INVALID_CODE);
      assertThat(totp.confirm(self, second.code(), BROWSER)).isPresent();
    }
  }

  private static List<ErrorCode> refusals(
      TestGatehouse test, UserPrincipal self, Secret code, int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> {
          try {
            Optional<?> unused = test.gatehouse().twoFactor().totp().confirm(self, code, BROWSER);
            throw new AssertionError("expected a refusal");
          } catch (AuthException refused) {
            return refused.code();
          }
        })
        .toList();
  }
}

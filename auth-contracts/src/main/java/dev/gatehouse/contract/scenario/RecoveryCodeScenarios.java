package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.recovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.otp.RecoveryCodeService;
import dev.gatehouse.otp.RecoveryCodes;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Recovery codes: shown once, used once. */
public interface RecoveryCodeScenarios extends TwoFactorScenario {

  @Test
  @DisplayName("OTP-08: each of ten codes logs in once, however it is typed, and its owner is told")
  default void eachOfTenCodesLogsInOnce() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.forgetMail();
      assertThat(ann.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
      for (Secret code : ann.recoveryCodes()) {
        Secret typed =
            Secret.of(code.reveal().toLowerCase(java.util.Locale.ROOT).replace('-', ' '));
        assertThat(refusal(test, ALICE, recovery(typed))).isEmpty();
      }
      assertThat(test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER))
          .as("all used up: the app is left")
          .isInstanceOfSatisfying(
              dev.gatehouse.login.LoginResult.SecondFactorRequired.class,
              asked -> assertThat(asked.factors()).containsExactly("totp"));
      assertThat(test.mailsTo(ALICE).stream()
              .filter(mail -> mail.template().equals("recovery_code_used")))
          .hasSize(6);
      assertThat(test.mailsTo(ALICE).stream()
              .filter(mail -> mail.template().equals("recovery_codes_low")))
          .as("three, two, one and none are left")
          .hasSize(4);
      assertThat(test.audited("two_factor.recovery_code_used"))
          .hasSize(10)
          .allSatisfy(record -> assertThat(record.address()).isEqualTo(BROWSER.address()));
    }
  }

  @Test
  @DisplayName("OTP-08: a code is good once, also for many logins at once, and again never")
  default void aCodeIsGoodOnce() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret code = ann.recoveryCodes().get(3);
      List<Optional<ErrorCode>> answers =
          Racing.together(4, () -> refusal(test, ALICE, recovery(code)));
      assertThat(answers).containsOnlyOnce(Optional.empty());
      assertThat(refusal(test, ALICE, recovery(code))).contains(ErrorCode.INVALID_CODE);
      assertThat(test.gatehouse().twoFactor().recoveryCodes().left(ann.id())).isEqualTo(9);
    }
  }

  @Test
  @DisplayName(
      "OTP-08, OTP-09: new codes need the password and a code of a factor, and void the old ones")
  default void newCodesVoidTheOldOnes() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      RecoveryCodeService service = test.gatehouse().twoFactor().recoveryCodes();
      assertThatThrownBy(() -> service.regenerate(ann.self(), Optional.empty(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      RecoveryCodes fresh = service.regenerate(ann.self(), ann.proof(), BROWSER);
      assertThat(fresh.codes()).hasSize(10).doesNotContainAnyElementsOf(ann.recoveryCodes());
      assertThat(refusal(test, ALICE, recovery(ann.recoveryCodes().get(0))))
          .contains(ErrorCode.INVALID_CODE);
      assertThat(refusal(test, ALICE, recovery(fresh.codes().get(0)))).isEmpty();
      assertThat(letsIn(test, ann.tokens())).isTrue();
      assertThat(test.audited("two_factor.recovery_codes_made")).hasSize(1);
    }
  }

  @Test
  default void whoeverHasNoAppGetsNoCodes() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      var self = self(test, signIn(test, ALICE, PASSWORD));
      assertThatThrownBy(() -> test.gatehouse()
              .twoFactor()
              .recoveryCodes()
              .regenerate(self, Optional.empty(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }
}

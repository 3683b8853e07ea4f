package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.owner;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.recovery;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What it takes to change a second factor, and what a proof is not spent on. */
public interface FactorChangeScenarios extends TwoFactorScenario {

  @Test
  @DisplayName(
      "OTP-09: a factor is removed with the password and a code only, and the last one takes the rest along")
  default void aFactorIsRemovedWithACodeOnly() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TotpService totp = test.gatehouse().twoFactor().totp();
      TotpDevice device = totp.list(ann.id()).get(0);
      assertThatThrownBy(() -> totp.remove(ann.self(), device.id(), Optional.empty(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      assertThatThrownBy(
              () -> totp.removeAll(ann.self(), owner(totp(ann.app().wrongCode())), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CODE);
      test.forgetMail();
      Optional<OwnerProof> code = owner(recovery(ann.recoveryCodes().get(0)));
      totp.remove(ann.self(), device.id(), code, BROWSER);
      assertThat(totp.list(ann.id())).isEmpty();
      assertThat(test.gatehouse().twoFactor().recoveryCodes().left(ann.id())).isZero();
      assertThat(letsIn(test, ann.tokens()))
          .as("a session that has proven what is there no longer")
          .isFalse();
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(test.mailsTo(ALICE))
          .extracting(mail -> mail.template())
          .containsExactly("recovery_code_used", "two_factor_disabled");
      assertThatThrownBy(() -> totp.remove(ann.self(), device.id(), Optional.empty(), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  @DisplayName(
      "OTP-09: two codes and a session change no factor, the password is needed, too; a wrong one spends no code")
  default void twoCodesAreNotEnough() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TwoFactor factors = test.gatehouse().twoFactor();
      TotpDevice device = factors.totp().list(ann.id()).get(0);
      assertThat(test.gatehouse()
              .logins()
              .stepUp(ann.self(), recovery(ann.recoveryCodes().get(0)), BROWSER))
          .as("the first code makes the login recent")
          .isNotNull();
      Optional<OwnerProof> guessed =
          Optional.of(new OwnerProof(OTHER_PASSWORD, totp(ann.app().code())));
      List<Consumer<Optional<OwnerProof>>> changes = List.of(
          proof -> begin(test, ann.self(), proof),
          proof -> factors.totp().remove(ann.self(), device.id(), proof, BROWSER),
          proof -> factors.totp().removeAll(ann.self(), proof, BROWSER),
          proof -> factors.recoveryCodes().regenerate(ann.self(), proof, BROWSER));
      for (Consumer<Optional<OwnerProof>> change : changes) {
        assertThatThrownBy(() -> change.accept(guessed))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      }
      assertThat(factors.totp().list(ann.id())).hasSize(1);
      assertThat(factors.recoveryCodes().left(ann.id())).isEqualTo(9);
      assertThat(test.audited("login.failed")).hasSize(4);
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).as("not spent").isEmpty();
    }
  }

  @Test
  @DisplayName("OTP-10: a session that ended meanwhile changes no factor, even with a right code")
  default void aDeadSessionChangesNoFactor() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TwoFactor factors = test.gatehouse().twoFactor();
      test.gatehouse()
          .sessions()
          .endAll(ann.id(), EndReason.REVOKED_BY_ADMIN, Actor.system("support"), BROWSER);
      assertThatThrownBy(
              () -> factors.totp().removeAll(ann.self(), owner(totp(ann.app().code())), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.SESSION_ENDED);
      assertThatThrownBy(() -> factors
              .recoveryCodes()
              .regenerate(ann.self(), owner(recovery(ann.recoveryCodes().get(0))), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.SESSION_ENDED);
      assertThat(factors.totp().list(ann.id())).hasSize(1);
      assertThat(factors.recoveryCodes().left(ann.id())).isEqualTo(9);
    }
  }

  @Test
  @DisplayName("OTP-09: a new password leaves the factors as they are")
  default void aResetOfThePasswordLeavesTheFactors() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
      assertThat(test.gatehouse().twoFactor().status(ann.id()).enabled())
          .containsExactlyInAnyOrder("totp", "recovery_code");
      assertThat(refusal(
              test, challenge(test, ALICE, OTHER_PASSWORD), totp(ann.app().code())))
          .isEmpty();
    }
  }

  @Test
  @DisplayName(
      "OTP-10: a challenge of an account that was paused since takes no code, and spends none")
  default void aPausedAccountSpendsNoCode() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret challenge = challenge(test, ALICE);
      status(test, ann, UserStatus.PAUSED);
      Secret code = ann.recoveryCodes().get(0);
      assertThat(refusal(test, challenge, recovery(code))).contains(ErrorCode.ACCOUNT_SUSPENDED);
      assertThat(test.gatehouse().twoFactor().recoveryCodes().left(ann.id())).isEqualTo(10);
      status(test, ann, UserStatus.ACTIVE);
      assertThat(refusal(test, challenge, recovery(code))).isEmpty();
    }
  }

  private static void status(TestGatehouse test, Enrolled ann, UserStatus status) {
    StatusChange change = new StatusChange(status, "test", Optional.empty());
    test.gatehouse()
        .users()
        .changeStatus(ann.id(), change, Actor.system("test"), ClientInfo.none());
  }

  @Test
  @DisplayName("OTP-10: a challenge that is spent, expired or forged spends no code")
  default void aChallengeThatIsNoneSpendsNoCode() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret expired = challenge(test, ALICE);
      test.clock().advance(java.time.Duration.ofMinutes(5));
      Secret spent = challenge(test, ALICE);
      assertThat(refusal(test, spent, totp(ann.app().code()))).isEmpty();
      for (Secret none :
          List.of(expired, spent, Secret.of("forged"), ann.tokens().access())) {
        assertThat(refusal(test, none, recovery(ann.recoveryCodes().get(0))))
            .contains(ErrorCode.CHALLENGE_EXPIRED);
      }
      assertThat(test.gatehouse().twoFactor().recoveryCodes().left(ann.id())).isEqualTo(10);
    }
  }

  @Test
  @DisplayName("OTP-11: a secret that does not open refuses, and is reported once")
  default void aSecretThatDoesNotOpenIsReportedOnce() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Enrolled bob = enrolled(test, "bob@example.com");
      Sealed bobs = test.storage().totp().list(bob.id()).get(0).secret();
      TotpDevice device = test.storage().totp().list(ann.id()).get(0);
      assertThat(test.storage().totp().reseal(device.id(), device.secret(), bobs))
          .isTrue();
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).contains(ErrorCode.INVALID_CODE);
      assertThat(test.audited("two_factor.unreadable"))
          .singleElement()
          .satisfies(record ->
              assertThat(record.data()).containsEntry("device", device.id().toString()));
      assertThat(refusal(test, ALICE, totp(bob.app().code())))
          .as("OTP-06: the secret of another account")
          .contains(ErrorCode.INVALID_CODE);
    }
  }

  @Test
  @DisplayName("OTP-09: factors go with their account in one unit of work, or stay with it")
  default void factorsGoWithTheirAccount() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      IllegalStateException failure = new IllegalStateException("rolls the unit back");
      assertThatThrownBy(() -> test.storage().transactions().run(() -> {
            test.gatehouse().accounts().close(ann.self(), BROWSER);
            assertThat(test.storage().totp().list(ann.id())).isEmpty();
            assertThat(test.storage().recoveryCodes().find(ann.id())).isEmpty();
            throw failure;
          }))
          .isSameAs(failure);
      assertThat(refusal(test, ALICE, totp(ann.app().code()))).isEmpty();
      assertThat(test.gatehouse().twoFactor().recoveryCodes().left(ann.id())).isEqualTo(10);
    }
  }
}

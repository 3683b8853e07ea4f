package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.TrustedDevice;
import dev.gatehouse.otp.TrustedDeviceService;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Browsers that need not present a second factor: for how long, and what ends it. */
public interface TrustedDeviceScenarios extends TwoFactorScenario {

  @Test
  default void aTrustedBrowserIsSparedTheSecondFactorForThirtyDays() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret token = trust(test, ann);
      assertThat(login(test, ALICE, token))
          .isInstanceOfSatisfying(
              LoginResult.SignedIn.class,
              in -> assertThat(in.session().methods()).isEqualTo(Set.of("pwd", "device")));
      assertThat(test.gatehouse()
              .logins()
              .password(new LoginAttempt(
                  ALICE, OTHER_PASSWORD, "", Optional.empty(), Optional.of(token), BROWSER)))
          .as("the password is still asked for")
          .isInstanceOf(LoginResult.Refused.class);
      test.clock().advance(Duration.ofDays(30).minusSeconds(61));
      assertThat(login(test, ALICE, token)).isInstanceOf(LoginResult.SignedIn.class);
      test.clock().advance(Duration.ofSeconds(1));
      assertThat(isAsked(test, token)).as("OTP-14: after expiry").isTrue();
    }
  }

  @Test
  @DisplayName("OTP-14: a token that is forged, or of another account, spares nobody anything")
  default void aTokenOfAnotherAccountSparesNobody() {
    try (TestGatehouse test = start()) {
      Secret token = trust(test, enrolled(test, ALICE));
      Enrolled unused = enrolled(test, "bob@example.com");
      assertThat(login(test, "bob@example.com", token))
          .isInstanceOf(LoginResult.SecondFactorRequired.class);
      for (String forged :
          List.of("", "x", token.reveal() + "x", "gbt_" + "A".repeat(43) + "_AAAAAA")) {
        assertThat(isAsked(test, Secret.of(forged))).isTrue();
      }
    }
  }

  @Test
  @DisplayName(
      "OTP-14: trust ends with a new password or address, any change of a factor, a log-out everywhere, a reset")
  default void trustEndsWithEveryChangeOfACredential() {
    trustEnds(Duration.ZERO);
  }

  @Test
  @DisplayName("OTP-14 RL-08 trust ends also if the clock was set back since, or stands still")
  default void trustEndsWhateverTheClockSays() {
    trustEnds(Duration.ofHours(-1));
  }

  /** Changes a credential in the very instant in which the browser was trusted, or at an earlier one. */
  private void trustEnds(Duration jump) {
    try (TestGatehouse test = start()) {
      TrustedDeviceService service = test.gatehouse().twoFactor().trustedDevices();
      List<CredentialChange> changes = CredentialChange.all();
      for (int i = 0; i < changes.size(); i++) {
        String email = "ann" + i + "@example.com";
        Enrolled ann = enrolled(test, email);
        Secret token = trustNow(test, ann, email);
        assertThat(service.waives(ann.id(), token)).isTrue();
        test.clock().advance(jump);
        changes.get(i).applyTo(test, ann);
        assertNoTrust(service, ann, token, changes.get(i).name());
        test.clock().advance(jump.negated());
        assertNoTrust(service, ann, token, changes.get(i).name() + ", later");
      }
    }
  }

  private static void assertNoTrust(
      TrustedDeviceService service, Enrolled ann, Secret token, String change) {
    assertThat(service.waives(ann.id(), token)).as(change).isFalse();
    assertThat(service.list(ann.id())).as(change).isEmpty();
  }

  @Test
  @DisplayName("OTP-14: trust that an intruder won with a changed address ends when that is undone")
  default void trustEndsWhenAChangeOfTheAddressIsUndone() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.gatehouse().accounts().requestEmailChange(ann.self(), "new@example.com", BROWSER);
      Secret confirmation = test.mailedToken("new@example.com");
      var unusedChange = test.gatehouse().accounts().confirmEmailChange(confirmation, BROWSER);
      Secret undo = test.mailedToken(ALICE);
      Secret token = trustNow(test, ann, "new@example.com");
      TrustedDeviceService service = test.gatehouse().twoFactor().trustedDevices();
      assertThat(service.waives(ann.id(), token)).isTrue();
      var unusedUndo = test.gatehouse().accounts().undoEmailChange(undo, BROWSER);
      assertNoTrust(service, ann, token, "undone");
    }
  }

  @Test
  @DisplayName("OTP-14: a login from before a change wins no trust after it")
  default void aLoginFromBeforeAChangeWinsNoTrust() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TrustedDeviceService service = test.gatehouse().twoFactor().trustedDevices();
      SessionRecord early = loginWithBoth(test, ann, ALICE);
      test.gatehouse().accounts().changePassword(ann.self(), PASSWORD, OTHER_PASSWORD, BROWSER);
      Secret token = service.trust(early, BROWSER).orElseThrow().token();
      assertNoTrust(service, ann, token, "too late");
    }
  }

  @Test
  default void ownersSeeTheirBrowsersAndEndTheTrust() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      TrustedDeviceService service = test.gatehouse().twoFactor().trustedDevices();
      Secret one = trust(test, ann);
      Secret two = trust(test, ann);
      Enrolled bob = enrolled(test, "bob@example.com");
      List<TrustedDevice> devices = service.list(ann.id());
      assertThat(devices).hasSize(2).allSatisfy(device -> {
        assertThat(device.name()).isEqualTo(BROWSER.userAgent());
        assertThat(device.address()).isEqualTo(BROWSER.address());
      });
      assertThat(service.revoke(bob.self(), devices.get(1).id(), BROWSER)).isFalse();
      assertThat(service.revoke(ann.self(), devices.get(1).id(), BROWSER)).isTrue();
      assertThat(service.revoke(ann.self(), devices.get(1).id(), BROWSER)).isFalse();
      assertThat(isAsked(test, one)).isTrue();
      assertThat(isAsked(test, two)).isFalse();
      assertThat(service.revokeAll(ann.self(), BROWSER)).isEqualTo(1);
      assertThat(isAsked(test, two)).isTrue();
      assertThat(test.audited("two_factor.trust_ended")).hasSize(2);
    }
  }

  @Test
  @DisplayName(
      "a browser that was trusted cannot make another one trusted, nor a session without a factor")
  default void trustIsNotHandedOn() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      LoginResult.SignedIn spared = (LoginResult.SignedIn) login(test, ALICE, trust(test, ann));
      TrustedDeviceService service = test.gatehouse().twoFactor().trustedDevices();
      assertThat(service.trust(spared.session(), BROWSER)).isEmpty();
      assertThat(service.list(ann.id())).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "OTP-14: an account trusts ten browsers; with the eleventh the oldest is asked again")
  default void anAccountTrustsTenBrowsers() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Secret oldest = trust(test, ann);
      Secret second = trust(test, ann);
      for (int i = 2; i < TrustedDeviceService.MOST_DEVICES; i++) {
        Secret unused = trust(test, ann);
      }
      assertThat(isAsked(test, oldest)).isFalse();
      Secret newest = trust(test, ann);
      assertThat(isAsked(test, oldest)).isTrue();
      assertThat(isAsked(test, second)).isFalse();
      assertThat(isAsked(test, newest)).isFalse();
      assertThat(test.gatehouse().twoFactor().trustedDevices().list(ann.id())).hasSize(10);
    }
  }

  private boolean isAsked(TestGatehouse test, Secret token) {
    return login(test, ALICE, token) instanceof LoginResult.SecondFactorRequired;
  }

  private static LoginResult login(TestGatehouse test, String email, Secret token) {
    return test.gatehouse()
        .logins()
        .password(
            new LoginAttempt(email, PASSWORD, "", Optional.empty(), Optional.of(token), BROWSER));
  }

  /** Logs in with both factors and has the browser trusted; a minute passes before and after. */
  private Secret trust(TestGatehouse test, Enrolled ann) {
    test.clock().advance(Duration.ofMinutes(1));
    Secret token = trustNow(test, ann, ALICE);
    test.clock().advance(Duration.ofMinutes(1));
    return token;
  }

  private Secret trustNow(TestGatehouse test, Enrolled ann, String email) {
    return test.gatehouse()
        .twoFactor()
        .trustedDevices()
        .trust(loginWithBoth(test, ann, email), BROWSER)
        .orElseThrow()
        .token();
  }

  private SessionRecord loginWithBoth(TestGatehouse test, Enrolled ann, String email) {
    LoginResult in = test.gatehouse()
        .logins()
        .secondFactor(challenge(test, email), totp(ann.app().code()), "", BROWSER);
    return ((LoginResult.SignedIn) in).session();
  }
}

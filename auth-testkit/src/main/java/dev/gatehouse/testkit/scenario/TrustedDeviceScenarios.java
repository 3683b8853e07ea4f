package dev.gatehouse.testkit.scenario;

import static dev.gatehouse.testkit.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.TrustedDevice;
import dev.gatehouse.otp.TrustedDeviceService;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
      "OTP-14: trust ends with a new password, a changed factor, a log-out everywhere, a reset")
  default void trustEndsWithEveryChangeOfACredential() {
    List<Consumer<Changed>> changes = List.of(
        changed -> changed
            .test
            .gatehouse()
            .accounts()
            .changePassword(changed.ann.self(), PASSWORD, OTHER_PASSWORD, BROWSER),
        changed -> changed
            .test
            .gatehouse()
            .sessions()
            .endAll(changed.ann.id(), EndReason.SIGNED_OUT, Actor.user(changed.ann.id()), BROWSER),
        changed -> changed
            .test
            .gatehouse()
            .twoFactor()
            .recoveryCodes()
            .regenerate(changed.ann.self(), changed.ann.proof(), BROWSER));
    for (Consumer<Changed> change : changes) {
      try (TestGatehouse test = start()) {
        Enrolled ann = enrolled(test, ALICE);
        Secret token = trust(test, ann);
        change.accept(new Changed(test, ann));
        Secret password = test.audited("password.changed").isEmpty() ? PASSWORD : OTHER_PASSWORD;
        assertThat(test.gatehouse()
                .logins()
                .password(new LoginAttempt(
                    ALICE, password, "", Optional.empty(), Optional.of(token), BROWSER)))
            .isInstanceOf(LoginResult.SecondFactorRequired.class);
        assertThat(test.gatehouse().twoFactor().trustedDevices().list(ann.id())).isEmpty();
      }
    }
  }

  /** Somebody to whom something happens. */
  record Changed(TestGatehouse test, Enrolled ann) {}

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

  /** Logs in with both factors and has the browser trusted. */
  private Secret trust(TestGatehouse test, Enrolled ann) {
    test.clock().advance(Duration.ofMinutes(1));
    LoginResult in = test.gatehouse()
        .logins()
        .secondFactor(challenge(test, ALICE), totp(ann.app().code()), "", BROWSER);
    SessionRecord session = ((LoginResult.SignedIn) in).session();
    Secret token = test.gatehouse()
        .twoFactor()
        .trustedDevices()
        .trust(session, BROWSER)
        .orElseThrow()
        .token();
    test.clock().advance(Duration.ofMinutes(1));
    return token;
  }
}

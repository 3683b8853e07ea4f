package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Second factors while the application secret, or the policy, changes. */
final class RotationTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final ClientInfo CLIENT = ClientInfo.none();
  private static final Secret OLD = Secret.of("b2xkIHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final Secret NEW = Secret.of("bmV3IHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");

  private final InMemoryStorage storage = InMemoryStorage.create();
  private final SettableClock clock = new SettableClock();
  private UserId ann;
  private AuthenticatorApp app;
  private Secret recoveryCode;

  private void enrol(TestGatehouse test) {
    LoginResult.SignedIn in = test.signedIn(ANN, PASSWORD);
    ann = in.user().id();
    UserPrincipal self = ((Authentication.Authenticated)
            test.gatehouse().authenticator().authenticate(in.tokens().access()))
        .principal();
    TotpService totp = test.gatehouse().twoFactor().totp();
    app = AuthenticatorApp.of(totp.begin(self, "phone", Optional.empty(), CLIENT), clock);
    recoveryCode = totp.confirm(self, app.code(), CLIENT).orElseThrow().codes().get(0);
    clock.advance(Duration.ofMinutes(1));
  }

  private static LoginResult.SignedIn logIn(TestGatehouse test, FactorProof proof) {
    LoginResult asked = test.gatehouse().logins().password(ANN, PASSWORD, "", CLIENT);
    Secret challenge = ((LoginResult.SecondFactorRequired) asked).challenge();
    return (LoginResult.SignedIn)
        test.gatehouse().logins().secondFactor(challenge, proof, "", CLIENT);
  }

  @Test
  void aSecretIsSealedAnewAtTheFirstLoginAfterTheRotation() {
    try (TestGatehouse before = on(builder -> builder.secret(OLD))) {
      enrol(before);
    }
    TotpSecrets newOnly = new TotpSecrets(new KeyRing(NEW, List.of(), RandomSource.secure()));
    assertThat(newOnly.open(device())).isEmpty();
    try (TestGatehouse after = on(builder -> builder.secret(NEW).previousSecret(OLD))) {
      assertThat(logIn(after, new FactorProof("totp", app.code()))).isNotNull();
      assertThat(newOnly.open(device())).as("the old secret is needed no more").isPresent();
      assertThat(logIn(after, new FactorProof("recovery_code", recoveryCode))).isNotNull();
    }
  }

  @Test
  @DisplayName("OTP-08: recovery codes in a drawer outlive the application secret")
  void recoveryCodesOutliveTheApplicationSecret() {
    try (TestGatehouse before = on(builder -> builder.secret(OLD))) {
      enrol(before);
    }
    assertThat(storage.recoveryCodes().find(ann))
        .map(RecoveryCodeRecord::keyId)
        .contains(RecoveryCodeRecord.NO_KEY);
    Digest withoutAnyKey = RecoveryCode.digest(ann, recoveryCode).orElseThrow();
    assertThat(storage.recoveryCodes().consume(ann, withoutAnyKey)).hasValue(9);
  }

  @Test
  void browsersAreTrustedNoMoreWhereTheyAreNotTrustedAnyMore() {
    Secret trust;
    try (TestGatehouse before = on(builder -> builder)) {
      enrol(before);
      LoginResult.SignedIn in = logIn(before, new FactorProof("totp", app.code()));
      trust = before
          .gatehouse()
          .twoFactor()
          .trustedDevices()
          .trust(in.session(), CLIENT)
          .orElseThrow()
          .token();
    }
    try (TestGatehouse after =
        on(builder -> builder.twoFactor(policy -> policy.withRememberFor(Duration.ZERO)))) {
      assertThat(after
              .gatehouse()
              .logins()
              .password(new LoginAttempt(
                  ANN, PASSWORD, "", Optional.empty(), Optional.of(trust), CLIENT)))
          .isInstanceOf(LoginResult.SecondFactorRequired.class);
    }
  }

  private TestGatehouse on(java.util.function.UnaryOperator<GatehouseBuilder> changes) {
    return TestGatehouse.on(storage.anotherNode(), clock, changes);
  }

  private TotpDevice device() {
    return storage.totp().list(ann).get(0);
  }
}

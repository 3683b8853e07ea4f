package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to a login whose code is spent when the store fails right after. */
final class StoreDownTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final ClientInfo CLIENT = ClientInfo.none();
  private static final Secret OLD = Secret.of("b2xkIHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final Secret NEW = Secret.of("bmV3IHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");

  private final InMemoryStorage storage = InMemoryStorage.create();
  private final SettableClock clock = new SettableClock();
  private AuthenticatorApp app;

  private void enrol(TestGatehouse test) {
    LoginResult.SignedIn in = test.signedIn(ANN, PASSWORD);
    UserPrincipal self = ((Authentication.Authenticated)
            test.gatehouse().authenticator().authenticate(in.tokens().access()))
        .principal();
    TotpService totp = test.gatehouse().twoFactor().totp();
    app = AuthenticatorApp.of(totp.begin(self, "phone", Optional.empty(), CLIENT), clock);
    assertThat(totp.confirm(self, app.code(), CLIENT)).isPresent();
    clock.advance(Duration.ofMinutes(1));
  }

  private LoginResult logIn(Storage broken, UnaryOperator<GatehouseBuilder> changes) {
    try (TestGatehouse test = TestGatehouse.on(broken, clock, changes)) {
      LoginResult asked = test.gatehouse().logins().password(ANN, PASSWORD, "", CLIENT);
      Secret challenge = ((LoginResult.SecondFactorRequired) asked).challenge();
      return test.gatehouse()
          .logins()
          .secondFactor(challenge, new FactorProof("totp", app.code()), "", CLIENT);
    }
  }

  @Test
  @DisplayName("OTP-01: a right code whose secret cannot be sealed anew logs in all the same")
  void aSecretThatCannotBeSealedAnewStopsNoLogin() {
    try (TestGatehouse before =
        TestGatehouse.on(storage.anotherNode(), clock, builder -> builder.secret(OLD))) {
      enrol(before);
    }
    Storage broken = Broken.at(storage.anotherNode(), "totp", TotpStore.class, "reseal");
    assertThat(logIn(broken, builder -> builder.secret(NEW).previousSecret(OLD)))
        .isInstanceOf(LoginResult.SignedIn.class);
  }

  @Test
  @DisplayName("OTP-05: a right code whose failures cannot be forgotten logs in all the same")
  void failuresThatCannotBeForgottenStopNoLogin() {
    try (TestGatehouse before =
        TestGatehouse.on(storage.anotherNode(), clock, builder -> builder)) {
      enrol(before);
    }
    Storage broken =
        Broken.at(storage.anotherNode(), "factorAttempts", FactorAttemptStore.class, "succeeded");
    assertThat(logIn(broken, builder -> builder)).isInstanceOf(LoginResult.SignedIn.class);
  }
}

package dev.gatehouse.contract.scenario;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.otp.RecoveryCodes;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the scenarios of second factors share: somebody with an authenticator app. */
public interface TwoFactorScenario extends Scenario {

  /** Somebody who has set up an app, in the session in which they did. */
  record Enrolled(
      UserPrincipal self, Tokens tokens, AuthenticatorApp app, List<Secret> recoveryCodes) {
    /** Returns their id. */
    public UserId id() {
      return self.userId();
    }

    /** Returns their password, and the code that their app shows now. */
    public Optional<OwnerProof> proof() {
      return owner(totp(app.code()));
    }
  }

  /** Returns a code as the proof of an app. */
  static FactorProof totp(Secret code) {
    return new FactorProof("totp", code);
  }

  /** Returns the right password with a proof. */
  static Optional<OwnerProof> owner(FactorProof proof) {
    return Optional.of(new OwnerProof(PASSWORD, proof));
  }

  /** Returns a code as a recovery code. */
  static FactorProof recovery(Secret code) {
    return new FactorProof("recovery_code", code);
  }

  /** Returns who an access token lets in. */
  default UserPrincipal self(TestGatehouse test, Tokens tokens) {
    Authentication outcome = test.gatehouse().authenticator().authenticate(tokens.access());
    if (outcome instanceof Authentication.Authenticated person) {
      return person.principal();
    }
    throw new AssertionError("expected to be let in, was " + outcome);
  }

  /** Makes an account, logs in, and sets up an app; a minute later its next code is good. */
  default Enrolled enrolled(TestGatehouse test, String email) {
    test.verified(email, PASSWORD);
    Tokens tokens = signIn(test, email, PASSWORD);
    UserPrincipal self = self(test, tokens);
    TotpEnrolment enrolment = begin(test, self, Optional.empty());
    AuthenticatorApp app = AuthenticatorApp.of(enrolment, test.clock());
    RecoveryCodes codes =
        test.gatehouse().twoFactor().totp().confirm(self, app.code(), BROWSER).orElseThrow();
    test.clock().advance(Duration.ofMinutes(1));
    return new Enrolled(self(test, tokens), tokens, app, codes.codes());
  }

  /** Begins to set up an app. */
  default TotpEnrolment begin(TestGatehouse test, UserPrincipal self, Optional<OwnerProof> proof) {
    return test.gatehouse().twoFactor().totp().begin(self, "phone", proof, BROWSER);
  }

  /** Logs in by password and returns the challenge. */
  default Secret challenge(TestGatehouse test, String email) {
    return challenge(test, email, PASSWORD);
  }

  /** Logs in by another password and returns the challenge. */
  default Secret challenge(TestGatehouse test, String email, Secret password) {
    LoginResult result = test.gatehouse().logins().password(email, password, "", BROWSER);
    if (result instanceof LoginResult.SecondFactorRequired required) {
      return required.challenge();
    }
    throw new AssertionError("expected to be asked for a second factor, was " + result);
  }

  /** Answers a challenge; a refusal of any kind is its code. */
  default Optional<ErrorCode> refusal(TestGatehouse test, Secret challenge, FactorProof proof) {
    try {
      LoginResult result = test.gatehouse().logins().secondFactor(challenge, proof, "", BROWSER);
      return result instanceof LoginResult.Refused refused
          ? Optional.of(refused.code())
          : Optional.empty();
    } catch (dev.gatehouse.error.AuthException refused) {
      return Optional.of(refused.code());
    }
  }

  /** Logs in with both factors; a refusal of any kind is its code. */
  default Optional<ErrorCode> refusal(TestGatehouse test, String email, FactorProof proof) {
    return refusal(test, challenge(test, email), proof);
  }
}

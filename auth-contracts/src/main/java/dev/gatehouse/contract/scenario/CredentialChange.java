package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.Scenario.BROWSER;
import static dev.gatehouse.contract.scenario.Scenario.OTHER_PASSWORD;
import static dev.gatehouse.contract.scenario.Scenario.PASSWORD;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.owner;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.recovery;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.contract.scenario.TwoFactorScenario.Enrolled;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Something after which nothing counts any more that an account had proven before.
 *
 * @param name says what is done, for a test that fails
 */
record CredentialChange(String name, BiConsumer<TestGatehouse, Enrolled> what) {
  private static final Actor DESK = Actor.system("desk");

  /** Returns one of each kind; none needs a code of an app, so that a clock which was set back hinders none. */
  static List<CredentialChange> all() {
    return List.of(
        new CredentialChange("a new password", CredentialChange::changePassword),
        new CredentialChange("a password by a mailed link", CredentialChange::resetPassword),
        new CredentialChange("a new address", CredentialChange::changeEmail),
        new CredentialChange("a further app", CredentialChange::addApp),
        new CredentialChange("an app removed", CredentialChange::removeApp),
        new CredentialChange("all factors removed", CredentialChange::removeAll),
        new CredentialChange("new recovery codes", CredentialChange::regenerate),
        new CredentialChange("factors reset by somebody else", CredentialChange::resetFactors),
        new CredentialChange("a log-out everywhere", CredentialChange::logOutEverywhere),
        new CredentialChange("suspended and let in again", CredentialChange::suspend));
  }

  void applyTo(TestGatehouse test, Enrolled ann) {
    what.accept(test, ann);
  }

  private static Optional<OwnerProof> proof(Enrolled ann) {
    return owner(recovery(ann.recoveryCodes().get(0)));
  }

  private static void changePassword(TestGatehouse test, Enrolled ann) {
    test.gatehouse().accounts().changePassword(ann.self(), PASSWORD, OTHER_PASSWORD, BROWSER);
  }

  private static void resetPassword(TestGatehouse test, Enrolled ann) {
    String email = test.gatehouse().accounts().get(ann.id()).email().display();
    test.gatehouse().passwordReset().request(email, BROWSER);
    var unused =
        test.gatehouse().passwordReset().reset(test.mailedToken(email), OTHER_PASSWORD, BROWSER);
  }

  private static void changeEmail(TestGatehouse test, Enrolled ann) {
    String email = ann.id() + "@new.example.com";
    test.gatehouse().accounts().requestEmailChange(ann.self(), email, BROWSER);
    var unused = test.gatehouse().accounts().confirmEmailChange(test.mailedToken(email), BROWSER);
  }

  private static void addApp(TestGatehouse test, Enrolled ann) {
    TotpService totp = test.gatehouse().twoFactor().totp();
    TotpEnrolment enrolment = totp.begin(ann.self(), "tablet", proof(ann), BROWSER);
    Secret code = AuthenticatorApp.of(enrolment, test.clock()).code();
    var unused = totp.confirm(ann.self(), code, BROWSER);
  }

  private static void removeApp(TestGatehouse test, Enrolled ann) {
    TotpService totp = test.gatehouse().twoFactor().totp();
    totp.remove(ann.self(), totp.list(ann.id()).get(0).id(), proof(ann), BROWSER);
  }

  private static void removeAll(TestGatehouse test, Enrolled ann) {
    test.gatehouse().twoFactor().totp().removeAll(ann.self(), proof(ann), BROWSER);
  }

  private static void regenerate(TestGatehouse test, Enrolled ann) {
    var unused =
        test.gatehouse().twoFactor().recoveryCodes().regenerate(ann.self(), proof(ann), BROWSER);
  }

  private static void resetFactors(TestGatehouse test, Enrolled ann) {
    test.gatehouse().twoFactor().reset(ann.id(), "lost her phone", DESK, BROWSER);
  }

  private static void logOutEverywhere(TestGatehouse test, Enrolled ann) {
    test.gatehouse()
        .sessions()
        .endAll(ann.id(), EndReason.SIGNED_OUT, Actor.user(ann.id()), BROWSER);
  }

  private static void suspend(TestGatehouse test, Enrolled ann) {
    for (UserStatus status : List.of(UserStatus.BLOCKED, UserStatus.ACTIVE)) {
      StatusChange change = new StatusChange(status, "a closer look", Optional.empty());
      var unused = test.gatehouse().users().changeStatus(ann.id(), change, DESK, BROWSER);
    }
  }
}

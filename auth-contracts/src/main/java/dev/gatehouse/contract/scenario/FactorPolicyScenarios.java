package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.TwoFactorScenario.owner;
import static dev.gatehouse.contract.scenario.TwoFactorScenario.totp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.FactorRequirement;
import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TwoFactorPolicy;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who must have a second factor, and what others take away from whom. */
public interface FactorPolicyScenarios extends TwoFactorScenario {

  /** Returns a Gatehouse over an empty storage with another policy. */
  TestGatehouse start(UnaryOperator<TwoFactorPolicy> policy);

  @Override
  default TestGatehouse start() {
    return start(policy -> policy);
  }

  @Test
  @DisplayName(
      "6.3.3: whoever must have a second factor and has none may set one up, and nothing else")
  default void whoeverMustHaveAFactorSetsOneUpFirst() {
    try (TestGatehouse test = start(FactorPolicyScenarios::forAll)) {
      test.verified(ALICE, PASSWORD);
      LoginResult.EnrolmentRequired login = (LoginResult.EnrolmentRequired) login(test);
      assertThat(test.gatehouse().authenticator().authenticate(login.tokens().access()))
          .isInstanceOf(Authentication.MustEnrol.class);
      assertThat(login(test))
          .as("CVE-2026-94218: beginning again is no way around")
          .isInstanceOf(LoginResult.EnrolmentRequired.class);
      Tokens refreshed = refreshed(test, login.tokens());
      UserPrincipal self = enrolling(test, refreshed);
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(test.gatehouse().twoFactor().totp().confirm(self, app.code(), BROWSER))
          .isPresent();
      assertThat(letsIn(test, refreshed)).isTrue();
    }
  }

  private static Tokens refreshed(TestGatehouse test, Tokens tokens) {
    Tokens fresh = test.gatehouse()
        .refresh()
        .refresh(tokens.refresh(), BROWSER)
        .fold(done -> done.tokens(), no -> tokens);
    assertThat(fresh).isNotEqualTo(tokens);
    assertThat(test.gatehouse().authenticator().authenticate(fresh.access()))
        .as("a refresh is no way around")
        .isInstanceOf(Authentication.MustEnrol.class);
    return fresh;
  }

  @Test
  @DisplayName(
      "CVE-2024-45042: a role that is given later asks for a factor in sessions that are open")
  default void aRoleThatIsGivenLaterAsksInOpenSessions() {
    try (TestGatehouse test = start(
        policy -> policy.withRequirement(FactorRequirement.ROLES).withRoles(Set.of("cashier")))) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      assertThat(letsIn(test, tokens)).isTrue();
      Actor setup = Actor.system("setup");
      test.gatehouse().roles().create(RoleDefinition.of("cashier"), setup, ClientInfo.none());
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(alice.id()), "cashier"), setup, ClientInfo.none());
      assertThat(letsIn(test, tokens)).isFalse();
      assertThat(login(test)).isInstanceOf(LoginResult.EnrolmentRequired.class);
      assertThat(test.gatehouse().twoFactor().status(alice.id()).isRequired()).isTrue();
      test.verified("bob@example.com", PASSWORD);
      assertThat(letsIn(test, signIn(test, "bob@example.com", PASSWORD))).isTrue();
    }
  }

  @Test
  default void theLastFactorStaysWithWhoeverMustHaveOne() {
    try (TestGatehouse test = start(FactorPolicyScenarios::forAll)) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = ((LoginResult.EnrolmentRequired) login(test)).tokens();
      UserPrincipal self = enrolling(test, tokens);
      AuthenticatorApp app = AuthenticatorApp.of(begin(test, self, Optional.empty()), test.clock());
      assertThat(test.gatehouse().twoFactor().totp().confirm(self, app.code(), BROWSER))
          .isPresent();
      test.clock().advance(java.time.Duration.ofMinutes(1));
      assertThatThrownBy(() ->
              test.gatehouse().twoFactor().totp().removeAll(self, owner(totp(app.code())), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.FACTOR_REQUIRED_BY_POLICY);
      assertThat(test.gatehouse().twoFactor().totp().list(self.userId())).hasSize(1);
      TotpDevice device =
          test.gatehouse().twoFactor().totp().list(self.userId()).get(0);
      assertThatThrownBy(() -> test.gatehouse()
              .twoFactor()
              .totp()
              .remove(self, device.id(), owner(totp(app.code())), BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.FACTOR_REQUIRED_BY_POLICY);
      assertThat(letsIn(test, tokens)).as("nothing changed").isTrue();
      assertThat(refusal(test, ALICE, totp(app.code())))
          .as("the code is not spent")
          .isEmpty();
    }
  }

  @Test
  default void whereNoneAreOfferedNobodySetsOneUp() {
    try (TestGatehouse test = start(policy -> policy.withRequirement(FactorRequirement.NEVER))) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      assertThatThrownBy(() -> begin(test, self, Optional.empty()))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
  }

  @Test
  @DisplayName(
      "OTP-09: an administrator takes a factor away with a reason; all sessions end, and the owner is told")
  default void anAdministratorTakesAFactorAway() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.forgetMail();
      User root = test.verified("root@example.com", PASSWORD);
      Actor setup = Actor.system("setup");
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(root.id()), "auth-support"), setup, ClientInfo.none());
      Actor support = Actor.user(root.id());
      assertThatThrownBy(() -> reset(test, ann, "", support))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.VALIDATION_FAILED);
      reset(test, ann, "lost her phone, passport seen", support);
      assertThat(letsIn(test, ann.tokens())).isFalse();
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(test.gatehouse().twoFactor().status(ann.id()).enabled()).isEmpty();
      assertThat(test.mailsTo(ALICE))
          .extracting(mail -> mail.template())
          .containsExactly("two_factor_reset");
      assertThat(test.audited("two_factor.reset")).singleElement().satisfies(record -> {
        assertThat(record.actorId()).isEqualTo(root.id().toString());
        assertThat(record.data())
            .containsEntry("reason", "lost her phone, passport seen")
            .containsEntry("devices", "1");
      });
      assertThatThrownBy(() -> reset(test, ann, "again", support))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  default void aClosedAccountKeepsNoFactor() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      test.gatehouse().accounts().close(ann.self(), BROWSER);
      assertThat(test.storage().totp().list(ann.id())).isEmpty();
      assertThat(test.storage().recoveryCodes().find(ann.id())).isEmpty();
      Enrolled bob = enrolled(test, "bob@example.com");
      StatusChange closed = new StatusChange(UserStatus.CLOSED, "", Optional.empty());
      test.gatehouse()
          .users()
          .changeStatus(bob.id(), closed, Actor.system("setup"), ClientInfo.none());
      assertThat(test.storage().totp().list(bob.id())).isEmpty();
      assertThat(test.storage().recoveryCodes().find(bob.id())).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "ADM-03: nobody takes the factor of somebody who may do more, nor their own without a code")
  default void nobodyTakesTheFactorOfSomebodyWhoMayDoMore() {
    try (TestGatehouse test = start()) {
      Enrolled ann = enrolled(test, ALICE);
      Actor setup = Actor.system("setup");
      User sue = test.verified("sue@example.com", PASSWORD);
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(ann.id()), "auth-admin"), setup, ClientInfo.none());
      test.gatehouse()
          .roleAssignments()
          .assign(RoleGrant.of(Subject.user(sue.id()), "auth-support"), setup, ClientInfo.none());
      assertThatThrownBy(() -> reset(test, ann, "please", Actor.user(sue.id())))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThatThrownBy(() -> reset(test, ann, "mine", Actor.user(ann.id())))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(test.gatehouse().twoFactor().totp().list(ann.id())).hasSize(1);
      assertThat(letsIn(test, ann.tokens())).isTrue();
    }
  }

  private static void reset(TestGatehouse test, Enrolled ann, String reason, Actor by) {
    test.gatehouse().twoFactor().reset(ann.id(), reason, by, ClientInfo.none());
  }

  private static TwoFactorPolicy forAll(TwoFactorPolicy policy) {
    return policy.withRequirement(FactorRequirement.ALL);
  }

  private static LoginResult login(TestGatehouse test) {
    return test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER);
  }

  private static UserPrincipal enrolling(TestGatehouse test, Tokens tokens) {
    return ((Authentication.MustEnrol)
            test.gatehouse().authenticator().authenticate(tokens.access()))
        .principal();
  }
}

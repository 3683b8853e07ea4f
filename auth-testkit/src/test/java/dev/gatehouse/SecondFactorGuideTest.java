package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.FactorRequirement;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.otp.RecoveryCodes;
import dev.gatehouse.otp.TotpEnrolment;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to second factors compile, run, and are those of the guide. */
final class SecondFactorGuideTest {
  private final String email = "ann@example.com";
  private final Secret password = Secret.of("a heron at the mill pond");
  private final ClientInfo client = ClientInfo.none();
  private final TestGatehouse test = TestGatehouse.on(
      InMemoryStorage.create(), new SettableClock(), SecondFactorGuideTest::policy);
  private final Gatehouse gatehouse = test.gatehouse();

  private static GatehouseBuilder policy(GatehouseBuilder builder) {
    // spotless:off
      // guide
      builder.twoFactor(policy -> policy
          .withRequirement(FactorRequirement.ROLES)
          .withRoles(Set.of("auth-admin", "accountant"))
          .withIssuer("Field Notes"));
      // end
    // spotless:on
    return builder;
  }

  @Test
  void theSnippetsWork() {
    LoginResult.SignedIn in = test.signedIn(email, password);
    UserPrincipal ann = ((Authentication.Authenticated)
            gatehouse.authenticator().authenticate(in.tokens().access()))
        .principal();
    // spotless:off
      // guide
      TotpEnrolment enrolment = gatehouse.twoFactor().totp().begin(ann, "phone", Optional.empty(), client);
      String picture = enrolment.qrSvg().reveal(); // an <svg>, to be put into the page as it is
      String typed = enrolment.manualKey().reveal(); // for people who cannot scan
      // end
    // spotless:on
    AuthenticatorApp app = AuthenticatorApp.of(enrolment, test.clock());
    assertThat(picture).startsWith("<svg");
    assertThat(typed).hasSize(39);
    Secret code = app.code();
    // spotless:off
      // guide
      RecoveryCodes codes = gatehouse.twoFactor().totp().confirm(ann, code, client).orElseThrow();
      // end
    // spotless:on
    assertThat(codes.codes()).hasSize(10);
    test.clock().advance(Duration.ofMinutes(1));
    Secret nextCode = app.code();
    // spotless:off
      // guide
      OwnerProof proof = new OwnerProof(password, new FactorProof("totp", nextCode));
      RecoveryCodes fresh = gatehouse.twoFactor().recoveryCodes().regenerate(ann, Optional.of(proof), client);
      // end
    // spotless:on
    Secret recoveryCode = fresh.codes().get(0);
    // spotless:off
      // guide
      LoginResult result = gatehouse.logins().password(email, password, "", client);
      if (result instanceof LoginResult.SecondFactorRequired asked) {
        FactorProof answer = new FactorProof("recovery_code", recoveryCode);
        result = gatehouse.logins().secondFactor(asked.challenge(), answer, "", client);
      }
      // end
    // spotless:on
    assertThat(result).isInstanceOf(LoginResult.SignedIn.class);
    reset(ann.userId());
    test.close();
  }

  private void reset(UserId annsId) {
    UserId supportId = test.verified("sue@example.com", password).id();
    gatehouse
        .roleAssignments()
        .assign(
            RoleGrant.of(Subject.user(supportId), "auth-support"), Actor.system("setup"), client);
    // spotless:off
      // guide
      gatehouse.twoFactor().reset(annsId, "lost her phone; passport seen", Actor.user(supportId), client);
      // end
    // spotless:on
    assertThat(gatehouse.twoFactor().status(annsId).enabled()).isEmpty();
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(SecondFactorGuideTest.class, "second-factor.md");
  }
}

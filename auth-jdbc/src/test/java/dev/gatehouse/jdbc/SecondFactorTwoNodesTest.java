package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Second factors on two nodes of one application on one PostgreSQL. */
final class SecondFactorTwoNodesTest {
  private static final String ALICE = "alice@example.com";
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final int CALLERS = 100;

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @RegisterExtension
  static final TwoNodes NODES = new TwoNodes(DATABASE);

  private TestGatehouse a;
  private TestGatehouse b;
  private UserPrincipal alice;
  private AuthenticatorApp app;
  private Secret recoveryCode = Secret.of("");

  @BeforeEach
  void start() {
    NODES.start(true, builder -> builder);
    a = NODES.a();
    b = NODES.b();
    SettableClock clock = a.clock();
    Secret token = a.signedIn(ALICE, PASSWORD).tokens().access();
    alice = ((Authentication.Authenticated) a.gatehouse().authenticator().authenticate(token))
        .principal();
    TotpService totp = a.gatehouse().twoFactor().totp();
    app = AuthenticatorApp.of(totp.begin(alice, "phone", Optional.empty(), CLIENT), clock);
    recoveryCode = totp.confirm(alice, app.code(), CLIENT).orElseThrow().codes().get(0);
    clock.advance(Duration.ofMinutes(1));
  }

  @Test
  @DisplayName("OTP-01: one code, sent by a hundred callers to two nodes at once, logs in once")
  void oneCodeOfAnAppLogsInOnce() {
    assertThat(answers(new FactorProof("totp", app.code()))).containsOnlyOnce(true);
    assertThat(a.gatehouse().sessions().list(alice.userId())).hasSize(2);
  }

  @Test
  @DisplayName(
      "OTP-08: one recovery code, sent by a hundred callers to two nodes at once, logs in once")
  void oneRecoveryCodeLogsInOnce() {
    assertThat(answers(new FactorProof("recovery_code", recoveryCode))).containsOnlyOnce(true);
    assertThat(b.gatehouse().twoFactor().recoveryCodes().left(alice.userId())).isEqualTo(9);
  }

  @Test
  @DisplayName("OTP-05: of a hundred wrong codes sent to two nodes at once five are looked at")
  void ofAHundredWrongCodesFiveAreLookedAt() {
    assertThat(answers(new FactorProof("totp", app.wrongCode()))).containsOnly(false);
    // Both nodes have written what they saw before the one trail is counted.
    assertThat(lookedAt(b)).isLessThanOrEqualTo(5);
    assertThat(lookedAt(a)).isEqualTo(5);
    assertThat(a.audited("login.factor_failed"))
        .extracting(AuditRecord::outcome)
        .contains("factor_locked");
    assertThat(a.audited("two_factor.locked")).hasSize(1);
  }

  private static long lookedAt(TestGatehouse node) {
    return node.audited("login.factor_failed").stream()
        .filter(failed -> failed.outcome().equals("wrong_code"))
        .count();
  }

  /** Sends a proof from 50 callers to each node at once, each with a challenge of its own. */
  private List<Boolean> answers(FactorProof proof) {
    List<Secret> challenges =
        IntStream.range(0, CALLERS).mapToObj(i -> challenge(node(i))).toList();
    AtomicInteger turn = new AtomicInteger();
    return Racing.together(CALLERS, () -> {
      int i = turn.getAndIncrement();
      return logsIn(node(i), challenges.get(i), proof);
    });
  }

  private TestGatehouse node(int caller) {
    return caller % 2 == 0 ? a : b;
  }

  private static Secret challenge(TestGatehouse node) {
    return ((LoginResult.SecondFactorRequired)
            node.gatehouse().logins().password(ALICE, PASSWORD, "", CLIENT))
        .challenge();
  }

  private static boolean logsIn(TestGatehouse node, Secret challenge, FactorProof proof) {
    try {
      return node.gatehouse().logins().secondFactor(challenge, proof, "", CLIENT)
          instanceof LoginResult.SignedIn;
    } catch (AuthException refused) {
      return false;
    }
  }
}

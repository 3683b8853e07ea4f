package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may happen once, asked for by 50 callers on each of two nodes at once, round after round. */
final class TwoNodeRacesTest {
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final Actor SETUP = Actor.system("setup");
  private static final int CALLERS = 100;
  private static final int ROUNDS = 5;

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @RegisterExtension
  static final TwoNodes NODES = new TwoNodes(DATABASE);

  private TestGatehouse a;
  private TestGatehouse b;

  @BeforeEach
  void start() {
    NODES.start(true, TwoNodes::leased);
    a = NODES.a();
    b = NODES.b();
  }

  @Test
  @DisplayName(
      "ADM-02: two administrators who turn on one another from two nodes leave one; 100 rounds")
  void oneAdministratorIsLeftByTwoNodes() {
    Subject one = Subject.user(a.verified("one@example.com", PASSWORD).id());
    Subject other = Subject.user(a.verified("other@example.com", PASSWORD).id());
    for (int round = 0; round < 100; round++) {
      a.gatehouse().roleAssignments().assign(RoleGrant.of(one, "auth-admin"), SETUP, CLIENT);
      a.gatehouse().roleAssignments().assign(RoleGrant.of(other, "auth-admin"), SETUP, CLIENT);
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done = Racing.together(2, () -> {
        boolean first = turn.getAndIncrement() == 0;
        return wins(() -> {
              boolean unused = (first ? a : b)
                  .gatehouse()
                  .roleAssignments()
                  .unassign(first ? one : other, "auth-admin", "", SETUP, CLIENT);
            })
            .call();
      });
      assertThat(done).as("round " + round).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  @DisplayName("RBAC-02: two nodes never close a cycle between them; 50 rounds")
  void noCycleByTwoNodes() {
    for (int round = 0; round < 50; round++) {
      String one = "one" + round;
      String other = "other" + round;
      a.gatehouse().roles().create(RoleDefinition.of(one), SETUP, CLIENT);
      a.gatehouse().roles().create(RoleDefinition.of(other), SETUP, CLIENT);
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done = Racing.together(2, () -> {
        boolean first = turn.getAndIncrement() == 0;
        RoleDefinition next = RoleDefinition.of(first ? one : other).including(first ? other : one);
        return wins(() -> (first ? a : b).gatehouse().roles().update(next, 0, SETUP, CLIENT))
            .call();
      });
      assertThat(done).as("round " + round).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  @DisplayName("one refresh token is rotated once; 5 rounds of 50 callers on each of two nodes")
  void oneRefreshTokenIsRotatedOnce() {
    a.verified(email(0), PASSWORD);
    for (int round = 0; round < ROUNDS; round++) {
      Tokens tokens = ((LoginResult.SignedIn)
              a.gatehouse().logins().password(email(0), PASSWORD, "", CLIENT))
          .tokens();
      List<RefreshResult> answers =
          race(node -> () -> node.gatehouse().refresh().refresh(tokens.refresh(), CLIENT));
      assertThat(answers).allMatch(answer -> answer instanceof RefreshResult.Refreshed);
      assertThat(answers.stream()
              .map(answer ->
                  ((RefreshResult.Refreshed) answer).tokens().refresh().reveal())
              .distinct())
          .hasSize(1);
      assertThat(DATABASE.number("select sum(generation) from gatehouse.sessions"))
          .isEqualTo(round + 1);
      assertThat(DATABASE.number("select max(generation) from gatehouse.sessions"))
          .isEqualTo(1);
    }
  }

  @Test
  @DisplayName("one verification token is used once; 5 rounds of 50 callers on each of two nodes")
  void oneVerificationTokenIsConsumedOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      a.registered(email(round), PASSWORD);
      Secret token = a.mailedToken(email(round));
      List<Boolean> wins =
          race(node -> wins(() -> node.gatehouse().registration().verifyEmail(token, CLIENT)));
      assertThat(wins).containsOnlyOnce(true);
      assertThat(a.audited("user.email_verified")).hasSize(round + 1);
    }
  }

  @Test
  @DisplayName("one reset token is used once; 5 rounds of 50 callers on each of two nodes")
  void oneResetTokenIsConsumedOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      a.verified(email(round), PASSWORD);
      a.gatehouse().passwordReset().request(email(round), CLIENT);
      Secret token = a.mailedToken(email(round));
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> wins = race(node -> wins(() -> node.gatehouse()
          .passwordReset()
          .reset(token, Secret.of("the passphrase of caller " + turn.getAndIncrement()), CLIENT)));
      assertThat(wins).containsOnlyOnce(true);
      assertThat(a.audited("password.reset_completed")).hasSize(round + 1);
    }
  }

  @Test
  @DisplayName(
      "one address is one account and gets one mail; 5 rounds of 50 callers on each of two nodes")
  void oneAddressBecomesOneAccountAndGetsOneMail() {
    for (int round = 0; round < ROUNDS; round++) {
      String address = email(round);
      String other = address.replace("alice", "Alice").replace("example", "EXAMPLE");
      AtomicInteger turn = new AtomicInteger();
      race(node -> wins(() -> node.gatehouse()
          .registration()
          .register(
              new NewAccount(
                  turn.getAndIncrement() % 2 == 0 ? address : other, PASSWORD, "", Locale.ENGLISH),
              CLIENT)));
      assertThat(DATABASE.number("select count(*) from gatehouse.users")).isEqualTo(round + 1);
      assertThat(a.audited("user.registered")).hasSize(round + 1);
      assertThat(mailsTo(address)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a cooldown sends one mail to reset a password; 5 rounds of 100 callers")
  void theCooldownOfAResetSendsOneMail() {
    cooldownSendsOneMail(
        email -> a.verified(email, PASSWORD),
        (node, email) -> node.gatehouse().passwordReset().request(email, CLIENT));
  }

  @Test
  @DisplayName("a cooldown sends one more mail to verify an address; 5 rounds of 100 callers")
  void theCooldownOfAVerificationSendsOneMail() {
    cooldownSendsOneMail(
        email -> a.registered(email, PASSWORD),
        (node, email) -> node.gatehouse().registration().resendVerification(email, CLIENT));
  }

  private void cooldownSendsOneMail(
      Consumer<String> begin, BiConsumer<TestGatehouse, String> request) {
    for (int round = 0; round < ROUNDS; round++) {
      String address = email(round);
      begin.accept(address);
      a.forgetMail();
      race(node -> wins(() -> request.accept(node, address)));
      assertThat(mailsTo(address)).isEqualTo(1);
    }
  }

  private int mailsTo(String address) {
    return a.mailsTo(address).size() + b.mailsTo(address).size();
  }

  private static String email(int round) {
    return "alice" + round + "@example.com";
  }

  /** Runs 50 callers on each node at once. */
  private <T> List<T> race(Function<TestGatehouse, Callable<T>> action) {
    AtomicInteger turn = new AtomicInteger();
    return Racing.together(
        CALLERS, () -> action.apply(turn.getAndIncrement() % 2 == 0 ? a : b).call());
  }

  private static Callable<Boolean> wins(Runnable action) {
    return () -> {
      try {
        action.run();
        return true;
      } catch (AuthException refused) {
        return false;
      }
    };
  }
}

package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes of one application on one PostgreSQL. */
final class TwoNodesTest {
  private static final String ALICE = "alice@example.com";
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final int CALLERS = 100;
  private static final Actor SETUP = Actor.system("setup");
  private static final Permission AUDIT_READ = Permission.parse("auth.audit:read");

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final SettableClock clock = new SettableClock();
  private TestGatehouse a;
  private TestGatehouse b;

  private void start(boolean notifications) {
    a = node(notifications);
    DATABASE.execute(Emptied.SQL);
    a.close();
    a = node(notifications);
    b = node(notifications);
  }

  private TestGatehouse node(boolean notifications) {
    JdbcStorage storage = JdbcStorage.builder(POOL)
        .settings(JdbcSettings.defaults().withNotifications(notifications))
        .build();
    return TestGatehouse.on(
        storage,
        clock,
        builder -> builder
            .sessions(policy -> policy.withLease(LEASE))
            .access(policy -> policy.withCacheTtl(LEASE)));
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void logOutEverywhereIsKnownToTheOtherNodeWithin100Milliseconds() {
    start(true);
    User alice = a.verified(ALICE, PASSWORD);
    long[] lags =
        IntStream.range(0, 21).mapToLong(turn -> lag(alice).toMillis()).sorted().toArray();
    System.out.println("[TwoNodes] log-out everywhere acknowledged on A, refused on B after "
        + lags[10] + " ms (median of 21), " + lags[20] + " ms (slowest)");
    assertThat(lags[10]).as("median").isLessThan(100);
    assertThat(lags[20]).as("slowest").isLessThan(LEASE.toMillis());
  }

  @Test
  void logOutEverywhereIsKnownWithinTheLeaseWhenNotificationsAreCut() {
    start(false);
    User alice = a.verified(ALICE, PASSWORD);
    Tokens tokens = signIn();
    assertThat(letsIn(b, tokens)).isTrue();
    long start = System.nanoTime();
    a.gatehouse().sessions().endAll(alice.id(), EndReason.REVOKED, Actor.user(alice.id()), CLIENT);
    assertThat(letsIn(a, tokens)).as("the node that was told").isFalse();
    assertThat(letsIn(b, tokens)).as("B answers from its lease").isTrue();
    awaitRefusal(tokens);
    Duration lag = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("[TwoNodes] the same with notifications cut and a lease of " + LEASE + ": "
        + lag.toMillis() + " ms");
    assertThat(lag).isLessThan(LEASE.plusMillis(500));
  }

  private Duration lag(User alice) {
    Tokens tokens = signIn();
    assertThat(letsIn(b, tokens)).isTrue();
    a.gatehouse().sessions().endAll(alice.id(), EndReason.REVOKED, Actor.user(alice.id()), CLIENT);
    long acknowledged = System.nanoTime();
    awaitRefusal(tokens);
    return Duration.ofNanos(System.nanoTime() - acknowledged);
  }

  private void awaitRefusal(Tokens tokens) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (letsIn(b, tokens)) {
      assertThat(System.nanoTime()).as("B never heard").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Tokens signIn() {
    return ((LoginResult.SignedIn) a.gatehouse().logins().password(ALICE, PASSWORD, "", CLIENT))
        .tokens();
  }

  private static boolean letsIn(TestGatehouse node, Tokens tokens) {
    return node.gatehouse().authenticator().authenticate(tokens.access())
        instanceof Authentication.Authenticated;
  }

  @Test
  @DisplayName("RBAC-03: a permission taken on A is refused on B within 100 milliseconds")
  void aPermissionTakenIsKnownToTheOtherNodeWithin100Milliseconds() {
    start(true);
    Subject alice = Subject.user(a.verified(ALICE, PASSWORD).id());
    long[] lags = IntStream.range(0, 21)
        .mapToLong(turn -> rightsLag(alice).toMillis())
        .sorted()
        .toArray();
    System.out.println("[TwoNodes] role taken on A, permission refused on B after " + lags[10]
        + " ms (median of 21), " + lags[20] + " ms (slowest)");
    assertThat(lags[10]).as("median").isLessThan(100);
    assertThat(lags[20]).as("slowest").isLessThan(LEASE.toMillis());
  }

  @Test
  @DisplayName(
      "RBAC-03: a permission put out of a role on A is refused on B within 100 milliseconds")
  void aRoleMadeSmallerIsKnownToTheOtherNodeWithin100Milliseconds() {
    start(true);
    Subject alice = Subject.user(a.verified(ALICE, PASSWORD).id());
    RoleDefinition reader = RoleDefinition.of("reader").permitting("auth.audit:read");
    a.gatehouse().roles().create(reader, SETUP, CLIENT);
    a.gatehouse().roleAssignments().assign(RoleGrant.of(alice, "reader"), SETUP, CLIENT);
    Moments.await(Duration.ofSeconds(30), () -> mayRead(b, alice));
    a.gatehouse().roles().update(RoleDefinition.of("reader"), 0, SETUP, CLIENT);
    Duration lag = awaitNoRight(alice, System.nanoTime());
    System.out.println("[TwoNodes] permission taken out of a role: " + lag.toMillis() + " ms");
    assertThat(lag).isLessThan(LEASE);
  }

  @Test
  @DisplayName(
      "RBAC-03: a permission taken on A is refused on B within the bound when notifications are cut")
  void aPermissionTakenIsKnownWithinTheBoundWhenNotificationsAreCut() {
    start(false);
    Subject alice = Subject.user(a.verified(ALICE, PASSWORD).id());
    a.gatehouse().roleAssignments().assign(RoleGrant.of(alice, "auth-auditor"), SETUP, CLIENT);
    Moments.await(Duration.ofSeconds(30), () -> mayRead(b, alice));
    long taken = System.nanoTime();
    unassign(alice);
    assertThat(mayRead(a, alice)).as("the node that was told").isFalse();
    assertThat(mayRead(b, alice)).as("B answers from its copy").isTrue();
    assertThat(b.gatehouse().access().status().bound()).isEqualTo(LEASE);
    Duration stale = b.gatehouse().access().status().assignmentAge().orElseThrow();
    assertThat(stale).as("B says how old its copy is").isPositive().isLessThan(LEASE);
    assertThat(b.gatehouse().access().strict().allows(alice, AUDIT_READ))
        .as("B asks the store when told to")
        .isFalse();
    Duration lag = awaitNoRight(alice, taken);
    System.out.println("[TwoNodes] the same with notifications cut and a bound of " + LEASE + ": "
        + lag.toMillis() + " ms");
    assertThat(lag).isLessThan(LEASE.plusMillis(500));
  }

  private Duration rightsLag(Subject alice) {
    a.gatehouse().roleAssignments().assign(RoleGrant.of(alice, "auth-auditor"), SETUP, CLIENT);
    Moments.await(Duration.ofSeconds(30), () -> mayRead(b, alice));
    unassign(alice);
    return awaitNoRight(alice, System.nanoTime());
  }

  private void unassign(Subject alice) {
    assertThat(a.gatehouse().roleAssignments().unassign(alice, "auth-auditor", "", SETUP, CLIENT))
        .isTrue();
  }

  private Duration awaitNoRight(Subject alice, long since) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (mayRead(b, alice)) {
      assertThat(System.nanoTime()).as("B never heard").isLessThan(deadline);
      Thread.onSpinWait();
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private static boolean mayRead(TestGatehouse node, Subject subject) {
    return node.gatehouse().access().allows(subject, AUDIT_READ);
  }

  @Test
  @DisplayName(
      "ADM-02: two administrators who turn on one another from two nodes leave one; 100 rounds")
  void oneAdministratorIsLeftByTwoNodes() {
    start(true);
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
    start(true);
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
  void oneRefreshTokenIsRotatedOnce() {
    start(true);
    a.verified(ALICE, PASSWORD);
    Tokens tokens = signIn();
    List<RefreshResult> answers =
        race(node -> () -> node.gatehouse().refresh().refresh(tokens.refresh(), CLIENT));
    assertThat(answers).allMatch(answer -> answer instanceof RefreshResult.Refreshed);
    assertThat(answers.stream()
            .map(answer -> ((RefreshResult.Refreshed) answer).tokens().refresh().reveal())
            .distinct())
        .hasSize(1);
    assertThat(DATABASE.number("select generation from gatehouse.sessions")).isEqualTo(1);
  }

  @Test
  void oneVerificationTokenIsConsumedOnce() {
    start(true);
    a.registered(ALICE, PASSWORD);
    Secret token = a.mailedToken(ALICE);
    List<Boolean> wins =
        race(node -> wins(() -> node.gatehouse().registration().verifyEmail(token, CLIENT)));
    assertThat(wins).containsOnlyOnce(true);
    assertThat(a.audited("user.email_verified")).hasSize(1);
  }

  @Test
  void oneResetTokenIsConsumedOnce() {
    start(true);
    a.verified(ALICE, PASSWORD);
    a.gatehouse().passwordReset().request(ALICE, CLIENT);
    Secret token = a.mailedToken(ALICE);
    AtomicInteger turn = new AtomicInteger();
    List<Boolean> wins = race(node -> wins(() -> node.gatehouse()
        .passwordReset()
        .reset(token, Secret.of("the passphrase of caller " + turn.getAndIncrement()), CLIENT)));
    assertThat(wins).containsOnlyOnce(true);
    assertThat(a.audited("password.reset_completed")).hasSize(1);
  }

  @Test
  void oneAddressBecomesOneAccountAndGetsOneMail() {
    start(true);
    AtomicInteger turn = new AtomicInteger();
    race(node -> wins(() -> {
      String spelling = turn.getAndIncrement() % 2 == 0 ? ALICE : "Alice@EXAMPLE.com";
      node.gatehouse()
          .registration()
          .register(new NewAccount(spelling, PASSWORD, "", Locale.ENGLISH), CLIENT);
    }));
    assertThat(DATABASE.number("select count(*) from gatehouse.users")).isEqualTo(1);
    assertThat(a.audited("user.registered")).hasSize(1);
    assertThat(a.mailsTo(ALICE).size() + b.mailsTo(ALICE).size()).isEqualTo(1);
  }

  @Test
  void theCooldownSendsOneMail() {
    start(true);
    a.verified(ALICE, PASSWORD);
    a.forgetMail();
    race(node -> wins(() -> node.gatehouse().passwordReset().request(ALICE, CLIENT)));
    assertThat(a.mailsTo(ALICE).size() + b.mailsTo(ALICE).size()).isEqualTo(1);
  }

  /** Runs 50 callers on each node at once. */
  private <T> List<T> race(java.util.function.Function<TestGatehouse, Callable<T>> action) {
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

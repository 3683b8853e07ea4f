package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.CrashablePostgres;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL is killed under load and comes back; the application is not restarted. */
final class CrashTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final Secret CHANGED = Secret.of("another long and good passphrase");
  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.1", "Browser/1.0", "r");
  private static final int CALLERS = 6;
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicInteger names = new AtomicInteger();
  private final Queue<String> attempted = new ConcurrentLinkedQueue<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Long> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Long> successes = new ConcurrentLinkedQueue<>();

  private record Acknowledged(String what, String email) {}

  @Test
  void killedUnderLoadItRecoversAndNothingAcknowledgedIsLost() throws Exception {
    try (CrashablePostgres server = CrashablePostgres.start();
        HikariDataSource pool = Pools.open(Pools.config(server.url(), "postgres", Secret.of("")));
        TestGatehouse test =
            TestGatehouse.on(JdbcStorage.of(pool), new SettableClock(), builder -> builder)) {
      ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        work.add(callers.submit(() -> work(test)));
      }
      await(60, successes);
      server.killHard();
      await(10, failures);
      server.restart();
      long back = System.nanoTime();
      int before = successes.size();
      await(before + 200, successes);
      running.set(false);
      for (Future<?> future : work) {
        future.get();
      }
      callers.shutdown();
      long lastFailure = failures.stream().mapToLong(Long::longValue).max().orElseThrow();
      Duration recovery = Duration.ofNanos(Math.max(0, lastFailure - back));
      log.info(
          "{} steps succeeded, {} failed; the last failure came {} after PostgreSQL accepted connections again",
          successes.size(),
          failures.size(),
          recovery);
      assertThat(recovery).isLessThan(BOUND);
      assertWhatWasAcknowledged(server.dataSource());
      assertAllOrNothing(server.dataSource());
    }
  }

  private void work(TestGatehouse test) {
    while (running.get()) {
      try {
        person(test, "user" + names.getAndIncrement() + "@example.com");
      } catch (RuntimeException e) {
        failures.add(System.nanoTime());
      }
    }
  }

  private void person(TestGatehouse test, String email) {
    attempted.add(email);
    test.gatehouse()
        .registration()
        .register(new NewAccount(email, PASSWORD, "", Locale.ENGLISH), CLIENT);
    done("user.registered", email);
    User user = test.gatehouse()
        .registration()
        .verifyEmail(Secret.of(CapturedMail.token(test.mail().awaitTo(email))), CLIENT);
    done("user.email_verified", email);
    UserPrincipal self = signIn(test, email);
    test.gatehouse().accounts().changePassword(self, PASSWORD, CHANGED, CLIENT);
    done("password.changed", email);
    test.gatehouse()
        .sessions()
        .end(user.id(), self.sessionId(), EndReason.SIGNED_OUT, Actor.user(user.id()), CLIENT);
    done("session.ended", email);
  }

  private UserPrincipal signIn(TestGatehouse test, String email) {
    LoginResult login = test.gatehouse().logins().password(email, PASSWORD, "", CLIENT);
    LoginResult.SignedIn signedIn = (LoginResult.SignedIn) login;
    done("login.succeeded", email);
    Authentication authentication =
        test.gatehouse().authenticator().authenticate(signedIn.tokens().access());
    return ((Authentication.Authenticated) authentication).principal();
  }

  private void done(String what, String email) {
    acknowledged.add(new Acknowledged(what, email));
    successes.add(System.nanoTime());
  }

  private static void await(int count, Queue<Long> events) {
    Moments.await(Duration.ofSeconds(60), () -> events.size() >= count);
  }

  private void assertWhatWasAcknowledged(DataSource database) throws SQLException {
    Map<String, UserId> accounts = accounts(database);
    Map<String, Long> audit =
        counts(database, "select type || ' ' || subject from gatehouse.audit");
    Map<String, Long> outbox =
        counts(database, "select type || ' ' || subject::text from gatehouse.outbox");
    for (Acknowledged one : acknowledged) {
      UserId account = accounts.get(one.email());
      assertThat(account).as("the account of %s", one).isNotNull();
      assertThat(audit.get(one.what() + " " + account))
          .as("%s in the trail", one)
          .isEqualTo(1);
      assertThat(outbox.get(one.what() + " " + account.value()))
          .as("%s in the outbox", one)
          .isEqualTo(1);
    }
    assertThat(acknowledged)
        .extracting(Acknowledged::what)
        .contains("session.ended", "password.changed");
  }

  /** Whoever got an error may or may not have an account, but never half of one. */
  private void assertAllOrNothing(DataSource database) throws SQLException {
    Map<String, UserId> accounts = accounts(database);
    Map<String, Long> audit =
        counts(database, "select subject from gatehouse.audit where type = 'user.registered'");
    Map<String, Long> outbox = counts(
        database, "select subject::text from gatehouse.outbox where type = 'user.registered'");
    assertThat(audit.keySet())
        .containsExactlyInAnyOrderElementsOf(
            accounts.values().stream().map(UserId::toString).toList());
    assertThat(outbox.keySet())
        .containsExactlyInAnyOrderElementsOf(
            accounts.values().stream().map(id -> id.value().toString()).toList());
    assertThat(attempted).containsAll(accounts.keySet());
  }

  private static Map<String, UserId> accounts(DataSource database) throws SQLException {
    Map<String, UserId> found = new HashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select email_canonical, id from gatehouse.users")) {
      while (rows.next()) {
        found.put(rows.getString(1), new UserId(rows.getObject(2, UUID.class)));
      }
    }
    return found;
  }

  /** Returns how often each text comes. */
  private static Map<String, Long> counts(DataSource database, String query) throws SQLException {
    Map<String, Long> found = new HashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.merge(rows.getString(1), 1L, Long::sum);
      }
    }
    return found;
  }
}

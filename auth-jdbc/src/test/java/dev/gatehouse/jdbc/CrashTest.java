package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.CrashPerson.Step;
import dev.gatehouse.jdbc.CrashPerson.Told;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.CrashablePostgres;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL is killed under load and comes back; the application is not restarted. */
final class CrashTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);
  private static final int CALLERS = 6;
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicInteger names = new AtomicInteger();
  private final Queue<CrashPerson> people = new ConcurrentLinkedQueue<>();
  private final Queue<Long> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Long> successes = new ConcurrentLinkedQueue<>();

  @Test
  @DisplayName(
      "killed under load it is well again within 5 s; what was acknowledged is there whole, and of"
          + " what was refused nothing, but for one commit per caller that the kill cut off")
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
      await(successes.size() + 200, successes);
      running.set(false);
      for (Future<?> future : work) {
        future.get();
      }
      callers.shutdown();
      assertRecovered(back);
      CrashLedger ledger = CrashLedger.read(server.dataSource());
      assertAllOrNothing(ledger);
      assertWhatPeopleFind(test, ledger);
    }
  }

  private void work(TestGatehouse test) {
    while (running.get()) {
      CrashPerson person = new CrashPerson(
          "user" + names.getAndIncrement() + "@example.com",
          () -> successes.add(System.nanoTime()));
      people.add(person);
      if (!person.live(test)) {
        failures.add(System.nanoTime());
      }
    }
  }

  private static void await(int count, Queue<Long> events) {
    Moments.await(Duration.ofSeconds(60), () -> events.size() >= count);
  }

  private void assertRecovered(long back) {
    long lastFailure = failures.stream().mapToLong(Long::longValue).max().orElseThrow();
    Duration recovery = Duration.ofNanos(Math.max(0, lastFailure - back));
    log.info(
        "{} steps succeeded, {} failed; the last failure came {} after PostgreSQL accepted connections again",
        successes.size(),
        failures.size(),
        recovery);
    assertThat(recovery).isLessThan(BOUND);
  }

  /** Also per type: as many events as were acknowledged, plus those in doubt. */
  private void assertAllOrNothing(CrashLedger ledger) {
    int allInDoubt = 0;
    for (Step step : Step.values()) {
      int inDoubt =
          (int) people.stream().filter(person -> ledger.isInDoubt(person, step)).count();
      long acknowledged = told(step, Told.DONE);
      log.info(
          "{}: {} acknowledged, {} refused, of them in doubt {}",
          step.event(),
          acknowledged,
          told(step, Told.REFUSED),
          inDoubt);
      assertThat(acknowledged).as(step.event()).isPositive();
      assertThat(ledger.total(step)).as(step.event()).isEqualTo(acknowledged + inDoubt);
      allInDoubt += inDoubt;
    }
    assertThat(allInDoubt).as("commits that the kill cut off").isLessThanOrEqualTo(CALLERS);
  }

  private long told(Step step, Told told) {
    return people.stream().filter(person -> person.told(step) == told).count();
  }

  /** Exactly one password works for each person: the new one if the change was recorded; and who logged out is out. */
  private void assertWhatPeopleFind(TestGatehouse test, CrashLedger ledger) {
    for (CrashPerson person : people) {
      if (ledger.has(person, Step.VERIFIED)) {
        boolean changed = ledger.has(person, Step.CHANGED);
        assertThat(works(test, person, CrashPerson.CHANGED)).isEqualTo(changed);
        assertThat(works(test, person, CrashPerson.PASSWORD)).isEqualTo(!changed);
      }
      if (ledger.has(person, Step.LOGGED_OUT)) {
        assertThat(person.access())
            .isPresent()
            .hasValueSatisfying(
                token -> assertThat(test.gatehouse().authenticator().authenticate(token))
                    .isInstanceOf(Authentication.Refused.class));
      }
    }
  }

  private static boolean works(TestGatehouse test, CrashPerson person, Secret password) {
    return CrashPerson.login(test, person.email(), password) instanceof LoginResult.SignedIn;
  }
}

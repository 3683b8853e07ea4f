package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.maintenance.Maintenance;
import dev.gatehouse.maintenance.MaintenanceTask;
import dev.gatehouse.maintenance.TaskStatus;
import dev.gatehouse.maintenance.TaskStatus.Outcome;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scheduled work of two nodes on one PostgreSQL. */
final class MaintenanceNodesTest {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final Secret PASSWORD = Secret.of("correct horse battery staple");

  private static Maintenance node(Storage storage, MaintenanceTask... tasks) {
    return new Maintenance(
        List.of(tasks), storage.leadership(), InstantSource.system(), RandomSource.secure());
  }

  private static MaintenanceTask often(String name, Runnable work) {
    return new MaintenanceTask(name, Duration.ofMillis(1), work);
  }

  @Test
  @DisplayName("two nodes at one task: never both at once, and each has its turn")
  void oneNodeAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch here = new CountDownLatch(30);
    CountDownLatch there = new CountDownLatch(30);
    try (Storage one = JdbcStorage.of(DATABASE.pool());
        Storage two = JdbcStorage.of(DATABASE.pool());
        Maintenance first = node(one, often("sweep", () -> work(inside, overlaps, here)));
        Maintenance second = node(two, often("sweep", () -> work(inside, overlaps, there)))) {
      first.start();
      second.start();
      assertThat(here.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(there.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).hasValue(0);
  }

  private static void work(AtomicInteger inside, AtomicInteger overlaps, CountDownLatch done) {
    overlaps.addAndGet(inside.getAndIncrement());
    Thread.yield();
    inside.decrementAndGet();
    done.countDown();
  }

  @Test
  @DisplayName("a node says that another one is at a task, and takes it over when that one dies")
  void elsewhere() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    try (Storage one = JdbcStorage.of(DATABASE.pool());
        Storage two = JdbcStorage.of(DATABASE.pool());
        Maintenance first = node(one, often("roll-up", () -> {
          begun.countDown();
          awaitQuietly(gate);
        }));
        Maintenance second =
            node(two, new MaintenanceTask("roll-up", Duration.ofDays(1), () -> {}))) {
      first.start();
      begun.await();
      assertThat(second.runNow("roll-up"))
          .extracting(TaskStatus::lastOutcome, TaskStatus::runs)
          .containsExactly(Outcome.ELSEWHERE, 0L);
      DATABASE.execute("select pg_terminate_backend(l.pid, 5000) from pg_locks l"
          + " where l.locktype = 'advisory' and l.pid <> pg_backend_pid()");
      assertThat(second.runNow("roll-up"))
          .extracting(TaskStatus::lastOutcome, TaskStatus::runs)
          .containsExactly(Outcome.DONE, 1L);
      gate.countDown();
    }
  }

  @Test
  @DisplayName("the scheduled work ends with the application, and leaves no thread and no lock")
  void endsWithTheApplication() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    TestGatehouse test =
        TestGatehouse.on(JdbcStorage.of(DATABASE.pool()), new SettableClock(), builder -> builder);
    assertThat(test.gatehouse().maintenance().runNow("clean-up").lastOutcome())
        .isEqualTo(Outcome.DONE);
    Set<Thread> started = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().equals("gatehouse-maintenance"))
        .collect(Collectors.toUnmodifiableSet());
    assertThat(started).hasSize(1);
    test.close();
    // An executor is over a moment before its last thread is.
    Moments.await(Duration.ofSeconds(10), () -> started.stream().noneMatch(Thread::isAlive));
    assertThat(test.gatehouse().maintenance().status())
        .allSatisfy(status -> assertThat(status.nextDue()).isEmpty());
    assertThat(DATABASE.number("select count(*) from pg_locks l join pg_stat_activity a using (pid)"
            + " where l.locktype = 'advisory' and a.datname = current_database()"))
        .isZero();
  }

  @Test
  @DisplayName(
      "the clean-up goes on when a store fails, counts what it deleted, and shows the failure")
  void aFailingStoreStopsNoOther() {
    try (TestGatehouse test = TestGatehouse.on(
        JdbcStorage.of(DATABASE.pool()), new SettableClock(), builder -> builder)) {
      test.verified("zoe@example.com", PASSWORD);
      assertThat(outbox()).isPositive();
      test.clock().advance(Duration.ofDays(8));
      DATABASE.execute("alter table gatehouse.sessions rename to sessions_away");
      try {
        assertThat(test.gatehouse().maintenance().runNow("clean-up").lastOutcome())
            .isEqualTo(Outcome.FAILED);
      } finally {
        DATABASE.execute("alter table gatehouse.sessions_away rename to sessions");
      }
      assertThat(outbox()).as("what comes after the store that failed").isZero();
      test.verified("yan@example.com", PASSWORD);
      test.clock().advance(Duration.ofDays(8));
      TaskStatus healed = test.gatehouse().maintenance().runNow("clean-up");
      assertThat(healed.lastOutcome()).isEqualTo(Outcome.DONE);
      assertThat(healed.failures()).isEqualTo(1);
      assertThat(healed.lastRows()).isPositive();
    }
  }

  private static long outbox() {
    return DATABASE.number("select count(*) from gatehouse.outbox");
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

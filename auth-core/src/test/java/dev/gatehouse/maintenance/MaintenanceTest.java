package dev.gatehouse.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.maintenance.TaskStatus.Outcome;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MaintenanceTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration OFTEN = Duration.ofMillis(1);
  private static final Duration RARELY = Duration.ofDays(1);
  private static final Leadership ALONE = (task, work) -> {
    work.run();
    return true;
  };

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;

  private Maintenance maintenance(Leadership leadership, MaintenanceTask... tasks) {
    return new Maintenance(List.of(tasks), leadership, clock, RandomSource.secure());
  }

  private static MaintenanceTask task(String name, Duration interval, Runnable work) {
    return new MaintenanceTask(name, interval, work);
  }

  @Test
  void runsATaskAgainAndAgainOnItsOwnThread() throws Exception {
    CountDownLatch rounds = new CountDownLatch(5);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (Maintenance maintenance = maintenance(ALONE, task("sweep", OFTEN, () -> {
      threads.add(Thread.currentThread().getName());
      rounds.countDown();
    }))) {
      maintenance.start();
      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(threads).containsExactly("gatehouse-maintenance");
  }

  @Test
  void nothingRunsBeforeTheStart() {
    try (Maintenance maintenance = maintenance(ALONE, task("sweep", OFTEN, () -> {}))) {
      TaskStatus status = maintenance.status().get(0);
      assertThat(status).isEqualTo(TaskStatus.fresh("sweep", status.node()));
      assertThat(status.nextDue()).isEmpty();
    }
  }

  @Test
  void tellsWhatBecameOfATask() {
    MaintenanceTask sweep = MaintenanceTask.counting("sweep", RARELY, () -> {
      now.set(START.plusSeconds(3));
      return 34;
    });
    try (Maintenance maintenance = maintenance(ALONE, sweep)) {
      TaskStatus expected = new TaskStatus(
          "sweep",
          maintenance.status().get(0).node(),
          Optional.of(START),
          Duration.ofSeconds(3),
          Outcome.DONE,
          34,
          Optional.empty(),
          1,
          0);

      assertThat(maintenance.runNow("sweep")).isEqualTo(expected);
      assertThat(maintenance.status()).containsExactly(expected);
    }
  }

  @Test
  void tellsWhenATaskIsDueAndThatNoneIsAfterTheEnd() {
    Maintenance maintenance = maintenance(ALONE, task("sweep", RARELY, () -> {}));
    maintenance.start();
    assertThat(maintenance.status().get(0).nextDue())
        .hasValueSatisfying(
            next -> assertThat(next).isBetween(START, START.plus(RARELY.dividedBy(10))));
    maintenance.close();
    assertThat(maintenance.status().get(0).nextDue()).isEmpty();
  }

  @Test
  void aTaskThatHangsDoesNotKeepTheStatusFromBeingRead() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Maintenance maintenance = maintenance(ALONE, task("slow", OFTEN, () -> {
      begun.countDown();
      awaitQuietly(gate);
    }));
    maintenance.start();
    begun.await();
    assertThat(maintenance.status().get(0).runs()).isZero();
    gate.countDown();
    maintenance.close();
  }

  @Test
  void nodesHaveNamesOfTheirOwn() {
    try (Maintenance one = maintenance(ALONE, task("sweep", RARELY, () -> {}));
        Maintenance other = maintenance(ALONE, task("sweep", RARELY, () -> {}))) {
      assertThat(one.status().get(0).node()).isNotEqualTo(other.status().get(0).node());
    }
  }

  @Test
  void aFailedTaskComesBackAndStopsNoOther() throws Exception {
    CountDownLatch failures = new CountDownLatch(3);
    CountDownLatch others = new CountDownLatch(3);
    try (Maintenance maintenance = maintenance(
        ALONE,
        task("broken", OFTEN, () -> {
          failures.countDown();
          if (failures.getCount() % 2 == 0) {
            throw new StoreException("down");
          }
          throw new AssertionError();
        }),
        task("sound", OFTEN, others::countDown))) {
      maintenance.start();
      assertThat(failures.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(maintenance.runNow("broken"))
          .extracting(TaskStatus::lastOutcome, status -> status.failures() >= 3)
          .containsExactly(Outcome.FAILED, true);
      assertThat(maintenance.runNow("sound").failures()).isZero();
    }
  }

  @Test
  void countsFailures() {
    try (Maintenance maintenance = maintenance(ALONE, task("broken", RARELY, () -> {
      throw new StoreException("down");
    }))) {
      maintenance.runNow("broken");
      assertThat(maintenance.runNow("broken"))
          .extracting(TaskStatus::lastOutcome, TaskStatus::runs, TaskStatus::failures)
          .containsExactly(Outcome.FAILED, 2L, 2L);
    }
  }

  @Test
  void leavesATaskToTheNodeThatIsAtIt() {
    AtomicInteger runs = new AtomicInteger();
    try (Maintenance maintenance =
        maintenance((task, work) -> false, task("sweep", RARELY, runs::incrementAndGet))) {
      assertThat(maintenance.runNow("sweep"))
          .extracting(TaskStatus::lastOutcome, TaskStatus::runs)
          .containsExactly(Outcome.ELSEWHERE, 0L);
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  void anElectionThatFailsCountsAsAFailure() {
    Leadership down = (task, work) -> {
      throw new StoreException("down");
    };
    try (Maintenance maintenance = maintenance(down, task("sweep", RARELY, () -> {}))) {
      assertThat(maintenance.runNow("sweep").lastOutcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void tellsTheElectionTheNameOfTheTask() {
    AtomicReference<String> named = new AtomicReference<>("");
    Leadership noting = (task, work) -> {
      named.set(task);
      return true;
    };
    try (Maintenance maintenance = maintenance(noting, task("sweep", RARELY, () -> {}))) {
      maintenance.runNow("sweep");
    }
    assertThat(named).hasValue("sweep");
  }

  @Test
  void waitsForTheTaskUnderWayWhenItClosesAndStartsNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    Maintenance maintenance = maintenance(
        ALONE,
        task("slow", OFTEN, () -> {
          begun.countDown();
          awaitQuietly(gate);
          ended.incrementAndGet();
        }),
        task("other", RARELY, others::incrementAndGet));
    maintenance.start();
    begun.await();
    Thread closer = new Thread(maintenance::close);
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    gate.countDown();
    closer.join();

    assertThat(ended).hasValue(1);
    assertThat(others).hasValue(0);
  }

  @Test
  void twoTurnsOfOneTaskNeverOverlapOnANode() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    try (Maintenance maintenance = maintenance(ALONE, task("sweep", RARELY, () -> {
      overlaps.addAndGet(inside.incrementAndGet() - 1);
      Thread.yield();
      inside.decrementAndGet();
    }))) {
      List<Thread> threads = java.util.stream.Stream.generate(() -> new Thread(() -> {
            awaitQuietly(gate);
            for (int i = 0; i < 200; i++) {
              maintenance.runNow("sweep");
            }
          }))
          .limit(8)
          .toList();
      threads.forEach(Thread::start);
      gate.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(overlaps).hasValue(0);
      assertThat(maintenance.status().get(0).runs()).isEqualTo(1600);
    }
  }

  @Test
  void closesTwiceAndWithoutAStart() {
    Maintenance maintenance = maintenance(ALONE, task("sweep", OFTEN, () -> {}));
    maintenance.close();
    maintenance.close();

    assertThat(maintenance.status()).hasSize(1);
  }

  @Test
  void refusesTwoTasksOfOneNameAndUnknownNames() {
    assertThatThrownBy(() ->
            maintenance(ALONE, task("sweep", OFTEN, () -> {}), task("sweep", RARELY, () -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sweep");
    try (Maintenance maintenance = maintenance(ALONE, task("sweep", OFTEN, () -> {}))) {
      assertThatThrownBy(() -> maintenance.runNow("swep"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[sweep]");
    }
    assertThatThrownBy(() -> task("sweep", Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> task(" ", OFTEN, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.gatehouse.event;

import static dev.gatehouse.event.TestEvents.DENIAL;
import static dev.gatehouse.event.TestEvents.PATIENCE;
import static dev.gatehouse.event.TestEvents.limits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Denials, which are written in batches, and counted when they cannot be. */
@Timeout(30)
final class DenialsTest {
  private final TestEvents test = new TestEvents();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void writesADenialToTheLogAtOnceAndToTheTrailSoonButNeverToTheOutbox() throws Exception {
    test.trail.shut();
    test.events.deny(DENIAL);

    assertThat(test.security.lines()).hasSize(1);
    assertThat(test.trail.events()).isEmpty();
    test.trail.open();
    assertThat(test.events.flush(PATIENCE)).isTrue();
    assertThat(test.trail.events()).hasSize(1);
    assertThat(test.outbox).isEmpty();
    assertThat(test.events.dropped()).isZero();
  }

  @Test
  void writesDenialsOnItsOwnThreadOnly() throws Exception {
    test.events.deny(DENIAL);
    test.events.flush(PATIENCE);

    assertThat(test.trail.threads).containsExactly("gatehouse-events");
  }

  @Test
  void writesDenialsInBatchesAndInOrder() throws Exception {
    test.trail.shut();
    for (int i = 0; i < 1000; i++) {
      test.events.deny(DENIAL.with("n", String.valueOf(i)));
    }
    test.trail.open();

    assertThat(test.events.flush(PATIENCE)).isTrue();
    assertThat(test.trail.events())
        .extracting(event -> Integer.valueOf(event.data().get("n")))
        .hasSize(1000)
        .isSorted();
    assertThat(test.trail.writes.get()).isLessThanOrEqualTo(12);
  }

  @Test
  void neitherBlocksNorForgetsToCountWhenTheQueueIsFull() throws Exception {
    test.restart(limits(10, 1, Duration.ofMillis(1), 1, Duration.ofMillis(1)));
    test.trail.shut();
    test.events.deny(DENIAL);
    test.trail.awaitWriter();
    for (int i = 0; i < 30; i++) {
      test.events.deny(DENIAL);
    }

    assertThat(test.events.dropped()).isEqualTo(25);
    assertThat(test.security.lines()).hasSize(31);
    test.trail.open();
    test.events.flush(PATIENCE);
    assertThat(test.trail.events()).hasSize(6);
  }

  @Test
  void speaksOfLossesOnceAMinuteEvenWhenTheClockIsSetBack() {
    test.losses.add(1);
    test.losses.add(1);
    test.now.set(test.now.get().plusSeconds(59));
    test.losses.add(1);
    assertThat(test.operator.lines()).hasSize(1);

    test.now.set(test.now.get().plusSeconds(1));
    test.losses.add(2);
    assertThat(test.operator.lines()).hasSize(2);
    assertThat(test.operator.lines().get(1).message()).contains("5 lost");

    test.now.set(test.now.get().minusSeconds(3600));
    test.losses.add(1);
    assertThat(test.operator.lines()).hasSize(3);
  }

  @Test
  void keepsABatchThroughFailuresOfTheStore() throws Exception {
    test.trail.failures.set(2);
    test.events.deny(DENIAL);

    test.events.flush(PATIENCE);
    assertThat(test.trail.events()).hasSize(1);
    assertThat(test.events.dropped()).isZero();
  }

  @Test
  void givesABatchUpAfterTheLastAttemptAndGoesOn() throws Exception {
    test.trail.failures.set(3);
    test.events.deny(DENIAL);
    test.events.flush(PATIENCE);
    assertThat(test.events.dropped()).isEqualTo(1);
    assertThat(test.trail.events()).isEmpty();

    test.events.deny(DENIAL);
    test.events.flush(PATIENCE);
    assertThat(test.trail.events()).hasSize(1);
  }

  @Test
  void writesWhatWaitsWhenItCloses() {
    test.restart(limits(10_000, 10_000, Duration.ofHours(1), 1, Duration.ofHours(1)));
    for (int i = 0; i < 500; i++) {
      test.events.deny(DENIAL);
    }

    test.events.close();
    assertThat(test.trail.events()).hasSize(500);
    assertThat(test.events.dropped()).isZero();
  }

  @Test
  void endsInTimeAndCountsWhatIsLeftWhenTheTrailHangs() throws Exception {
    test.restart(new DenialLimits(
        100, 1, Duration.ofMillis(1), 6, Duration.ofMillis(1), Duration.ofMillis(1)));
    test.trail.shut();
    for (int i = 0; i < 10; i++) {
      test.events.deny(DENIAL);
    }
    test.trail.awaitWriter();
    test.events.close();

    assertThat(test.events.flush(PATIENCE)).isTrue();
    assertThat(test.trail.events()).isEmpty();
    assertThat(test.events.dropped()).isEqualTo(10);
  }

  @Test
  void countsDenialsAfterTheEndAsLost() throws Exception {
    test.events.close();
    test.events.deny(DENIAL);

    assertThat(test.events.dropped()).isEqualTo(1);
    assertThat(test.security.lines()).hasSize(1);
    assertThat(test.events.flush(PATIENCE)).isTrue();
  }

  @Test
  void everyDenialIsWrittenOrCountedWhenManyRaceWithTheEnd() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread = new Thread(() -> {
        awaitQuietly(gate);
        for (int i = 0; i < 500; i++) {
          test.events.deny(DENIAL);
        }
      });
      thread.start();
      threads.add(thread);
    }
    gate.countDown();
    test.events.close();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(test.trail.events().size() + test.events.dropped()).isEqualTo(4000);
  }

  @Test
  void aFloodOfOneKindLeavesRoomForTheOthers() throws Exception {
    test.restart(limits(10, 1, Duration.ofMillis(1), 1, Duration.ofMillis(1)));
    test.trail.shut();
    for (int i = 0; i < 100; i++) {
      test.events.deny(
          EventDraft.of(EventType.CROSS_SITE_BLOCKED, ClientInfo.none()).refused("x"));
    }
    for (int i = 0; i < 5; i++) {
      test.events.deny(DENIAL);
    }
    test.trail.open();

    assertThat(test.events.flush(PATIENCE)).isTrue();
    assertThat(test.trail.events())
        .filteredOn(event -> event.type() == EventType.LOGIN_FAILED)
        .hasSize(5);
    assertThat(test.events.dropped()).isGreaterThanOrEqualTo(90);
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

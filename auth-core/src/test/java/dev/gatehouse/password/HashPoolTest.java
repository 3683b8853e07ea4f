package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HashPoolTest {
  private static final int MEMORY_KIB = 19456;

  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    held.countDown();
  }

  @Test
  @DisplayName(
      "PW-09 never computes more hashes at once than there are permits, with 1,000 callers")
  void neverComputesMoreAtOnceThanThereArePermits() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (HashPool pool = pool(3, Duration.ofSeconds(30))) {
      List<Object> results = Racing.all(
          1_000,
          () -> pool.run(MEMORY_KIB, memory -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000);
            now.decrementAndGet();
            return "done";
          }));

      assertThat(results).hasSize(1_000).containsOnly("done");
      assertThat(most).hasValue(3);
      assertThat(pool.evaluations()).isEqualTo(1_000);
      assertThat(pool.active()).isZero();
      assertThat(pool.waiting()).isZero();
    }
  }

  @Test
  void refusesWhoeverDoesNotGetItsTurnInTime() throws Exception {
    try (HashPool pool = pool(1, Duration.ofMillis(50))) {
      occupy(pool, MEMORY_KIB);

      assertThatExceptionOfType(AuthException.class)
          .isThrownBy(() -> pool.run(MEMORY_KIB, memory -> "never"))
          .satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
          });
      assertThat(pool.rejections()).isEqualTo(1);
      assertThat(pool.evaluations()).isEqualTo(1);
    }
  }

  @Test
  void refusesAtOnceWhenTooManyWaitAlready() throws Exception {
    HashSettings settings = settings(1, Duration.ofSeconds(30));
    try (HashPool pool = new HashPool(settings)) {
      occupy(pool, MEMORY_KIB);
      for (int i = 0; i < settings.maxWaiting(); i++) {
        background(() -> pool.run(MEMORY_KIB, memory -> "later"));
      }
      await(() -> pool.waiting() == settings.maxWaiting());

      assertThatExceptionOfType(AuthException.class)
          .isThrownBy(() -> pool.run(MEMORY_KIB, memory -> "never"));
      assertThat(pool.rejections()).isEqualTo(1);

      held.countDown();
      await(() -> pool.evaluations() == 1 + settings.maxWaiting());
    }
  }

  @Test
  void computesInTheOrderOfArrival() throws Exception {
    StringBuffer order = new StringBuffer();
    try (HashPool pool = pool(1, Duration.ofSeconds(30))) {
      occupy(pool, MEMORY_KIB);
      for (String name : List.of("a", "b", "c")) {
        int before = pool.waiting();
        background(() -> pool.run(MEMORY_KIB, memory -> order.append(name).toString()));
        await(() -> pool.waiting() == before + 1 && pool.queued() == before + 1);
      }
      held.countDown();
      await(() -> order.length() == 3);
    }
    assertThat(order).hasToString("abc");
  }

  @Test
  @DisplayName("PW-07 a hash that needs more memory takes the permits of as many of ours")
  void aBigHashTakesThePermitsOfSeveral() throws Exception {
    try (HashPool pool = pool(4, Duration.ZERO)) {
      occupy(pool, 3 * MEMORY_KIB);

      assertThat(pool.run(MEMORY_KIB, memory -> "fits")).isEqualTo("fits");
      assertThatExceptionOfType(AuthException.class)
          .isThrownBy(() -> pool.run(MEMORY_KIB + 1, memory -> "needs two permits"));
    }
  }

  @Test
  void aHashBiggerThanAllPermitsRunsAlone() {
    try (HashPool pool = pool(2, Duration.ZERO)) {
      assertThat(pool.run(Ceiling.MEMORY_KIB, memory -> "alone")).isEqualTo("alone");
    }
  }

  @Test
  void computesOnDaemonThreadsOfItsOwn() {
    try (HashPool pool = pool(2, Duration.ofSeconds(1))) {
      assertThat(pool.run(
              MEMORY_KIB,
              memory ->
                  Thread.currentThread().getName() + Thread.currentThread().isDaemon()))
          .isEqualTo("gatehouse-password-hashtrue");
    }
  }

  @Test
  void givesThePermitBackWhenTheComputationFails() {
    try (HashPool pool = pool(1, Duration.ZERO)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> pool.run(MEMORY_KIB, memory -> {
            throw new IllegalStateException("broken");
          }));
      await(() -> pool.active() == 0);

      assertThat(eventually(pool)).isEqualTo("next");
    }
  }

  @Test
  void anInterruptedCallerLeavesAndItsHashKeepsThePermit() throws Exception {
    try (HashPool pool = pool(1, Duration.ZERO)) {
      AtomicInteger busy = new AtomicInteger();
      Thread caller = background(() -> {
        try {
          pool.run(MEMORY_KIB, memory -> hold());
        } catch (AuthException e) {
          busy.set(Thread.currentThread().isInterrupted() ? 1 : -1);
        }
      });
      await(() -> pool.active() == 1);
      caller.interrupt();
      caller.join();

      assertThat(busy).hasValue(1);
      assertThat(pool.active()).isEqualTo(1);
      assertThatExceptionOfType(AuthException.class)
          .isThrownBy(() -> pool.run(MEMORY_KIB, memory -> "no permit"));
    }
  }

  @Test
  void keepsOneMemoryPerPermitAndUsesItAgain() throws Exception {
    Set<Object> memories = ConcurrentHashMap.newKeySet();
    try (HashPool pool = pool(2, Duration.ofSeconds(30))) {
      Racing.all(
          20,
          () -> pool.run(MEMORY_KIB, memory -> {
            memories.add(memory);
            return "done";
          }));

      assertThat(memories).hasSizeBetween(1, 2);
      assertThat(pool.keptMemories()).isEqualTo(memories.size());
    }
  }

  @Test
  void releasesTheMemoryAfterAnIdleWhile() {
    try (HashPool pool = new HashPool(settings(2, Duration.ofSeconds(1)), Duration.ofMillis(20))) {
      pool.run(MEMORY_KIB, memory -> "done");

      await(() -> pool.keptMemories() == 0);
      assertThat(pool.run(MEMORY_KIB, memory -> "again")).isEqualTo("again");
    }
  }

  @Test
  void refusesToComputeOnceItIsClosed() {
    HashPool pool = pool(1, Duration.ofSeconds(1));
    pool.close();

    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> pool.run(MEMORY_KIB, memory -> "never"))
          .withMessageContaining("closed");
    }
  }

  private static HashPool pool(int permits, Duration maxWait) {
    return new HashPool(settings(permits, maxWait));
  }

  private static HashSettings settings(int permits, Duration maxWait) {
    return new HashSettings(MEMORY_KIB, 2, 1, permits, maxWait);
  }

  private void occupy(HashPool pool, int memoryKib) {
    int before = pool.active();
    background(() -> pool.run(memoryKib, memory -> hold()));
    await(() -> pool.active() == before + 1);
  }

  private String hold() {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "held";
  }

  /** The permit of a failed hash comes back a moment after its caller knows. */
  private static String eventually(HashPool pool) {
    while (true) {
      try {
        return pool.run(MEMORY_KIB, memory -> "next");
      } catch (AuthException busy) {
        assertThat(Thread.currentThread().isInterrupted()).as("gave up waiting").isFalse();
      }
    }
  }

  private static Thread background(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
      assertThat(Thread.currentThread().isInterrupted()).as("gave up waiting").isFalse();
    }
  }
}

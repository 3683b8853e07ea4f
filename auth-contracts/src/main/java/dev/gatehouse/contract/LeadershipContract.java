package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.maintenance.Leadership;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Leadership}, as tests. Implement it in the test class of a backend. */
public interface LeadershipContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Returns one more node on the backend that {@link #storage()} returned in this test. */
  Storage anotherNode();

  @Test
  default void runsTheWorkAndSaysSo() {
    AtomicBoolean ran = new AtomicBoolean();
    assertThat(storage().leadership().runExclusively("clean-up", () -> ran.set(true)))
        .isTrue();
    assertThat(ran).isTrue();
  }

  @Test
  default void doesNotRunTheWorkWhileAnotherNodeIsAtIt() {
    Leadership here = storage().leadership();
    Leadership there = anotherNode().leadership();
    AtomicBoolean ran = new AtomicBoolean();
    here.runExclusively(
        "clean-up",
        () -> assertThat(there.runExclusively("clean-up", () -> ran.set(true))).isFalse());
    assertThat(ran).isFalse();
  }

  @Test
  default void differentTasksDoNotExcludeEachOther() {
    Leadership here = storage().leadership();
    Leadership there = anotherNode().leadership();
    AtomicBoolean ran = new AtomicBoolean();
    here.runExclusively(
        "clean-up",
        () -> assertThat(there.runExclusively("key-rotation", () -> ran.set(true)))
            .isTrue());
    assertThat(ran).isTrue();
  }

  @Test
  default void anotherNodeMayRunTheWorkOnceItIsDone() {
    Leadership here = storage().leadership();
    Leadership there = anotherNode().leadership();
    here.runExclusively("clean-up", () -> {});
    assertThat(there.runExclusively("clean-up", () -> {})).isTrue();
    assertThat(here.runExclusively("clean-up", () -> {})).isTrue();
  }

  @Test
  default void anotherNodeMayRunTheWorkAfterItFailed() {
    Leadership here = storage().leadership();
    Leadership there = anotherNode().leadership();
    IllegalStateException failure = new IllegalStateException("the work failed");
    assertThatThrownBy(() -> here.runExclusively("clean-up", () -> {
          throw failure;
        }))
        .isSameAs(failure);
    assertThat(there.runExclusively("clean-up", () -> {})).isTrue();
  }

  @Test
  default void theWorkMayDoSeveralTransactionsOfItsOwn() {
    Storage storage = storage();
    Storage other = anotherNode();
    User first = Samples.user();
    User second = Samples.user();
    storage.leadership().runExclusively("clean-up", () -> {
      storage.transactions().run(() -> storage.users().insert(first));
      assertThat(other.users().find(first.id())).isPresent();
      Failing.unit(storage, () -> storage.users().insert(second));
    });
    assertThat(storage.users().find(first.id())).isPresent();
    assertThat(storage.users().find(second.id())).isEmpty();
  }

  @Test
  default void ofConcurrentCallersOnTwoNodesExactlyOneIsAtTheWork() {
    Leadership here = storage().leadership();
    Leadership there = anotherNode().leadership();
    AtomicInteger caller = new AtomicInteger();
    CountDownLatch refused = new CountDownLatch(15);
    List<Boolean> answers = Racing.together(16, () -> {
      Leadership node = caller.incrementAndGet() % 2 == 0 ? here : there;
      // The one at work stays at it until everybody else has been turned away.
      boolean ran = node.runExclusively("clean-up", () -> await(refused));
      refused.countDown();
      return ran;
    });
    assertThat(answers).containsOnlyOnce(true);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RacingTest {

  @Test
  void returnsWhatEveryCallerGot() {
    AtomicInteger count = new AtomicInteger();
    assertThat(Racing.together(5, count::incrementAndGet)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void letsAllCallersRunAtOnce() {
    CountDownLatch everybody = new CountDownLatch(16);
    assertThat(Racing.together(16, () -> {
          everybody.countDown();
          return everybody.await(30, TimeUnit.SECONDS);
        }))
        .containsOnly(true);
  }

  @Test
  void failsWithTheCauseIfACallerThrows() {
    IllegalStateException cause = new IllegalStateException("one of them");
    assertThatThrownBy(() -> Racing.together(2, () -> {
          throw cause;
        }))
        .isInstanceOf(AssertionError.class)
        .hasCause(cause);
  }
}

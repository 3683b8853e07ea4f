package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Racing;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private static final long PAUSE = 500_000_000L;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final Breaker breaker = new Breaker(now::get);

  @Test
  void opensAfterThreeFailuresInARow() {
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    breaker.failed();
    assertThat(breaker.permits()).isTrue();
    breaker.failed();
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.permits()).isFalse();
  }

  @Test
  void letsOneTryInEveryPauseAndAllAfterASuccess() {
    for (int i = 0; i < 3; i++) {
      breaker.failed();
    }
    now.addAndGet(PAUSE - 1);
    assertThat(breaker.permits()).isFalse();
    now.addAndGet(1);
    assertThat(Racing.together(16, breaker::permits)).containsOnlyOnce(true);
    now.addAndGet(PAUSE);
    assertThat(breaker.permits()).isTrue();
    breaker.succeeded();
    assertThat(Racing.together(16, breaker::permits)).containsOnly(true);
  }
}

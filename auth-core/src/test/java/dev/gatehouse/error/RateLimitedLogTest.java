package dev.gatehouse.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.event.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class RateLimitedLogTest {
  private final CapturedLog lines = new CapturedLog();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_001L);
  private final RateLimitedLog log = new RateLimitedLog(lines, nanos::get);

  private List<String> warnings() {
    return lines.lines().stream()
        .filter(line -> line.level() == Level.WARN)
        .map(CapturedLog.Line::message)
        .toList();
  }

  @Test
  void warnsOnceAMinuteAndSaysHowOftenItDidNot() {
    for (int i = 0; i < 1_000; i++) {
      log.warn("request {} failed: {}", i, "down");
    }
    assertThat(warnings()).containsExactly("request 0 failed: down");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
    log.warn("request {} failed: {}", 1_000, "down");
    nanos.incrementAndGet();
    log.warn("request {} failed: {}", 1_001, "down");
    assertThat(warnings())
        .hasSize(2)
        .last()
        .isEqualTo("request 1001 failed: down (and 1000 times since it was last said)");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    log.warn("request {} failed: {}", 1_002, "down");
    assertThat(warnings()).hasSize(3).last().isEqualTo("request 1002 failed: down");
  }

  @Test
  void whatIsNotWarnedOfIsSaidToWhoeverDebugs() {
    log.warn("request {} failed", 1);
    log.warn("request {} failed", 2);
    assertThat(lines.lines())
        .extracting(CapturedLog.Line::level)
        .containsExactly(Level.WARN, Level.DEBUG);
    assertThat(lines.lines().get(1).message()).isEqualTo("request 2 failed");
  }

  @Test
  void ofManyThreadsOneWarns() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    for (int i = 0; i < 1_600; i++) {
      threads.execute(() -> log.warn("down"));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(warnings()).hasSize(1);
    assertThat(lines.lines()).hasSize(1_600);
  }
}

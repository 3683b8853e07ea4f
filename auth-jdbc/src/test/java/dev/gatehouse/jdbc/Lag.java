package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How late another node knows what one node was told. */
final class Lag {
  private static final Logger log = LoggerFactory.getLogger(Lag.class);
  /** The second slowest of 21 may be one that the machine let wait; it has to stay clear of the leases all the same. */
  static final Duration SECOND_SLOWEST = Duration.ofSeconds(1);

  private static final Duration PROMPT = Duration.ofMillis(100);
  private static final Duration NEVER = Duration.ofSeconds(30);
  private static final int SAMPLES = 21;

  private Lag() {}

  /** Takes 21 samples: the median must be below 100 ms, the second slowest below a second. */
  static void isPrompt(String what, Supplier<Duration> sample) {
    List<Duration> lags = Stream.generate(sample).limit(SAMPLES).sorted().toList();
    Duration median = lags.get(SAMPLES / 2);
    Duration secondSlowest = lags.get(SAMPLES - 2);
    log.info(
        "{} after {} ms (median of {}), {} ms (second slowest), {} ms (slowest)",
        what,
        median.toMillis(),
        SAMPLES,
        secondSlowest.toMillis(),
        lags.get(SAMPLES - 1).toMillis());
    assertThat(median).as("median").isLessThan(PROMPT);
    assertThat(secondSlowest).as("second slowest").isLessThan(SECOND_SLOWEST);
  }

  /** Asks until the answer is no; returns how long after the moment that answer was there. */
  static Duration untilNo(long since, BooleanSupplier question) {
    ask(question);
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /**
   * Asks until the answer is no; returns how long after the moment the last question was put that still had a yes. A busy
   * machine makes answers late, not copies old: no lease may be longer than this.
   */
  static Duration lastYes(long since, BooleanSupplier question) {
    return Duration.ofNanos(Math.max(0, ask(question) - since));
  }

  /** Returns when the last question was put that had a yes, or now if none had. */
  private static long ask(BooleanSupplier question) {
    long begin = System.nanoTime();
    long last = begin;
    for (long asked = begin; question.getAsBoolean(); asked = System.nanoTime()) {
      last = asked;
      assertThat(Duration.ofNanos(asked - begin)).as("it was never heard of").isLessThan(NEVER);
      Thread.onSpinWait();
    }
    return last;
  }
}

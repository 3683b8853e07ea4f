package dev.gatehouse.error;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A warning that is repeated once a minute at most, with how often it was left out. For what goes wrong once per request:
 * whoever floods the application, or a backend that is away, must not fill its log. Safe for use by many threads.
 */
public final class RateLimitedLog {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final LongSupplier nanos;
  private final AtomicLong quietUntil;
  private final LongAdder unsaid = new LongAdder();

  /** Writes to the logger of a class: one of these per kind of warning. */
  public RateLimitedLog(Class<?> speaker) {
    this(speaker, System::nanoTime);
  }

  /**
   * Writes to the logger of a class, by another clock.
   *
   * @param nanos runs forward only
   */
  public RateLimitedLog(Class<?> speaker, LongSupplier nanos) {
    this(LoggerFactory.getLogger(speaker), nanos);
  }

  RateLimitedLog(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.quietUntil = new AtomicLong(nanos.getAsLong());
  }

  /** Warns; within a minute of the last warning it says so at DEBUG instead, and counts it. */
  public void warn(String format, @Nullable Object... arguments) {
    long now = nanos.getAsLong();
    long until = quietUntil.get();
    if (now - until < 0 || !quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
      unsaid.increment();
      log.debug(format, arguments);
      return;
    }
    long more = unsaid.sumThenReset();
    String text = more == 0 ? format : format + " (and " + more + " times since it was last said)";
    log.warn(text, arguments);
  }
}

package dev.gatehouse.event;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the events that were lost and says so, at most once a minute. */
final class Losses {
  private static final long SILENCE_MILLIS = 60_000;
  private static final long NEVER = Long.MIN_VALUE;

  private final InstantSource clock;
  private final Logger log;
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong spokenAt = new AtomicLong(NEVER);

  Losses(InstantSource clock) {
    this(clock, LoggerFactory.getLogger(Events.class));
  }

  Losses(InstantSource clock, Logger log) {
    this.clock = clock;
    this.log = log;
  }

  void add(int count) {
    if (count == 0) {
      return;
    }
    long lost = total.addAndGet(count);
    long last = spokenAt.get();
    long now = clock.millis();
    // The distance is absolute: a clock that was set back must not silence the log until it has
    // caught up.
    boolean due = last == NEVER || Math.abs(now - last) >= SILENCE_MILLIS;
    if (due && spokenAt.compareAndSet(last, now)) {
      log.error("Denials are missing in the audit trail: {} lost since the start", lost);
    }
  }

  long total() {
    return total.get();
  }
}

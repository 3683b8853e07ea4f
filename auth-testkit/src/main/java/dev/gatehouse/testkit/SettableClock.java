package dev.gatehouse.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class SettableClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /** Starts at noon UTC of the first day of 2030. */
  public SettableClock() {
    this(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /** Starts at the given instant. */
  public SettableClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** Moves the clock by a span; a negative one moves it back. Returns the new time. */
  public Instant advance(Duration by) {
    return now.updateAndGet(instant -> instant.plus(by));
  }

  /** Moves the clock to an instant, forward or back. */
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}

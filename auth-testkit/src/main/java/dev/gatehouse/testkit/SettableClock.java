package dev.gatehouse.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class SettableClock implements InstantSource {
  private Instant now;

  /** Starts at noon UTC of the first day of 2030. */
  public SettableClock() {
    this(Instant.parse("2030-01-01T12:00:00Z"));
  }

  /** Starts at the given instant. */
  public SettableClock(Instant start) {
    this.now = start;
  }

  /** Moves the clock by a span; a negative one moves it back. Returns the new time. */
  public synchronized Instant advance(Duration by) {
    now = now.plus(by);
    return now;
  }

  /** Moves the clock to an instant, forward or back. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }
}

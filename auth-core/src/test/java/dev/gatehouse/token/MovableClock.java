package dev.gatehouse.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved, forwards or back. */
final class MovableClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration step) {
    now = now.plus(step);
  }

  void set(Instant instant) {
    now = instant;
  }

  /** Returns a clock that always differs from this one by an offset. */
  InstantSource offBy(Duration offset) {
    return () -> now.plus(offset);
  }
}

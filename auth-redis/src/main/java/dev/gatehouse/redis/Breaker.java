package dev.gatehouse.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps callers from waiting for somebody who does not answer. After three failures in a row it stays open for half a
 * second; then one caller may try, and everybody else once that succeeded.
 */
final class Breaker {
  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = 500_000_000L;

  private final LongSupplier nanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong nextTrial = new AtomicLong();

  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Tells whether this caller may ask. While it is open, one caller per pause may. */
  boolean permits() {
    if (!isOpen()) {
      return true;
    }
    long due = nextTrial.get();
    long now = nanos.getAsLong();
    return now - due >= 0 && nextTrial.compareAndSet(due, now + PAUSE_NANOS);
  }

  void succeeded() {
    failures.set(0);
  }

  void failed() {
    nextTrial.set(nanos.getAsLong() + PAUSE_NANOS);
    int unused = failures.updateAndGet(before -> Math.min(before + 1, FAILURES));
  }

  boolean isOpen() {
    return failures.get() >= FAILURES;
  }
}

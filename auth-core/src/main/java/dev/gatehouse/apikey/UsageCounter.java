package dev.gatehouse.apikey;

import java.util.concurrent.atomic.AtomicLong;

/** A count that is taken away once, exactly: whoever comes later is told to count elsewhere. */
final class UsageCounter {
  private final AtomicLong value = new AtomicLong();

  /** Adds to the count; false if it has been taken, and then nothing was counted. */
  boolean add(long uses) {
    return value.getAndAdd(uses) >= 0;
  }

  /** Takes the count; every later call adds nothing. */
  long take() {
    return value.getAndSet(Long.MIN_VALUE);
  }
}

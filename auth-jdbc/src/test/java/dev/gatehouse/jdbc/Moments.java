package dev.gatehouse.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition. */
final class Moments {
  private Moments() {}

  /** Waits until the condition holds; where it is meant never to hold, ends silently after the time. */
  static void until(Duration time, BooleanSupplier condition, Runnable meanwhile) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return;
      }
      meanwhile.run();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits until the condition holds, and fails if it does not in time. */
  static void await(Duration time, BooleanSupplier condition) {
    until(time, condition, () -> {});
    if (!condition.getAsBoolean()) {
      throw new AssertionError("did not happen within " + time);
    }
  }
}

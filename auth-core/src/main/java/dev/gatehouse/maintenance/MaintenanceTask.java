package dev.gatehouse.maintenance;

import java.time.Duration;

/**
 * A piece of work that comes back.
 *
 * @param name unique; also names it between nodes
 * @param interval from the end of one run to the start of the next, give or take a tenth
 * @param work idempotent and in small transactions of its own; stops early when its thread is interrupted
 */
public record MaintenanceTask(String name, Duration interval, Runnable work) {
  /** Checks that it has a name and that the interval is positive. */
  public MaintenanceTask {
    if (name.isBlank() || interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(
          "a task has a name and a positive interval, had '" + name + "' and " + interval);
    }
  }
}

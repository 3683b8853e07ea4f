package dev.gatehouse.maintenance;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A piece of work that comes back.
 *
 * @param name unique; also names it between nodes
 * @param interval from the end of one run to the start of the next, give or take a tenth
 * @param work idempotent and in small transactions of its own; stops early when its thread is interrupted; returns how many
 *     rows it changed, or 0 if it does not count
 * @param everyNode whether each node does it for itself, rather than one for all
 */
public record MaintenanceTask(
    String name, Duration interval, LongSupplier work, boolean everyNode) {
  /** Checks that it has a name and that the interval is positive. */
  public MaintenanceTask {
    if (name.isBlank() || interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(
          "a task has a name and a positive interval, had '" + name + "' and " + interval);
    }
  }

  /** Returns work that one node does for all. */
  public MaintenanceTask(String name, Duration interval, Runnable work) {
    this(name, interval, uncounted(work), false);
  }

  /** Returns work that one node does for all, and that counts the rows it changed. */
  public static MaintenanceTask counting(String name, Duration interval, LongSupplier work) {
    return new MaintenanceTask(name, interval, work, false);
  }

  /** Returns work that each node does for itself. */
  public static MaintenanceTask onEveryNode(String name, Duration interval, Runnable work) {
    return new MaintenanceTask(name, interval, uncounted(work), true);
  }

  private static LongSupplier uncounted(Runnable work) {
    return () -> {
      work.run();
      return 0;
    };
  }
}

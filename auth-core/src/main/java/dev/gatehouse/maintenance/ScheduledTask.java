package dev.gatehouse.maintenance;

import dev.gatehouse.error.Fault;
import dev.gatehouse.maintenance.TaskStatus.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task and what became of it. One turn at a time on this node; the election sees to the others. */
final class ScheduledTask {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final MaintenanceTask task;
  private final Leadership leadership;
  private final InstantSource clock;
  private volatile TaskStatus status;

  ScheduledTask(MaintenanceTask task, Leadership leadership, InstantSource clock) {
    this.task = task;
    this.leadership = leadership;
    this.clock = clock;
    this.status = TaskStatus.fresh(task.name());
  }

  String name() {
    return task.name();
  }

  Duration interval() {
    return task.interval();
  }

  TaskStatus status() {
    return status;
  }

  synchronized TaskStatus turn() {
    Instant start = clock.instant();
    Outcome outcome = outcome();
    Duration took = Duration.between(start, clock.instant());
    // The wall clock may have been set back meanwhile.
    status = status.after(start, took.isNegative() ? Duration.ZERO : took, outcome);
    return status;
  }

  private Outcome outcome() {
    try {
      if (task.everyNode()) {
        task.work().run();
        return Outcome.DONE;
      }
      return leadership.runExclusively(task.name(), task.work()) ? Outcome.DONE : Outcome.ELSEWHERE;
    } catch (RuntimeException | Error e) {
      LOG.warn("Maintenance task {} failed and will be tried again: {}", name(), Fault.of(e));
      return Outcome.FAILED;
    }
  }
}

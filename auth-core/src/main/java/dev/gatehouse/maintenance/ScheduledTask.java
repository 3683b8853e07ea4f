package dev.gatehouse.maintenance;

import dev.gatehouse.error.Fault;
import dev.gatehouse.maintenance.TaskStatus.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task and what became of it. One turn at a time on this node; the election sees to the others. */
final class ScheduledTask {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final MaintenanceTask task;
  private final Leadership leadership;
  private final InstantSource clock;
  /** Changed without the lock of a turn, which may last. */
  private final Object statusLock = new Object();

  private volatile TaskStatus status;

  ScheduledTask(MaintenanceTask task, String node, Leadership leadership, InstantSource clock) {
    this.task = task;
    this.leadership = leadership;
    this.clock = clock;
    this.status = TaskStatus.fresh(task.name(), node);
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

  /** Notes when it comes round. */
  void due(Duration wait) {
    Instant next = clock.instant().plus(wait);
    change(before -> before.due(Optional.of(next)));
  }

  /** Notes that it does not come round any more. */
  void over() {
    change(before -> before.due(Optional.empty()));
  }

  private void change(UnaryOperator<TaskStatus> change) {
    synchronized (statusLock) {
      status = change.apply(status);
    }
  }

  synchronized TaskStatus turn() {
    Instant start = clock.instant();
    Turn turn = new Turn();
    Outcome outcome = outcome(turn);
    Duration took = Duration.between(start, clock.instant());
    // The wall clock may have been set back meanwhile.
    Duration positive = took.isNegative() ? Duration.ZERO : took;
    TaskStatus before = status;
    change(old -> old.after(start, positive, outcome, turn.rows));
    TaskStatus after = status;
    log(before, after);
    return after;
  }

  private Outcome outcome(Turn turn) {
    try {
      if (task.everyNode()) {
        turn.run();
        return Outcome.DONE;
      }
      return leadership.runExclusively(task.name(), turn) ? Outcome.DONE : Outcome.ELSEWHERE;
    } catch (RuntimeException | Error e) {
      LOG.warn("Maintenance task {} failed and will be tried again: {}", name(), Fault.of(e));
      return Outcome.FAILED;
    }
  }

  private static void log(TaskStatus before, TaskStatus after) {
    if (before.lastOutcome() == Outcome.FAILED && after.lastOutcome() == Outcome.DONE) {
      LOG.info("Maintenance task {} works again", after.name());
    }
    LOG.debug(
        "Maintenance task {} on node {}: {} in {}, {} rows",
        after.name(),
        after.node(),
        after.lastOutcome(),
        after.lastDuration(),
        after.lastRows());
  }

  /** The work, and how many rows it changed. */
  private final class Turn implements Runnable {
    private long rows;

    @Override
    public void run() {
      rows = task.work().getAsLong();
    }
  }
}

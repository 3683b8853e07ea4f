package dev.gatehouse.maintenance;

import dev.gatehouse.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The clockwork: runs tasks again and again, each on one node at a time, all of this node on one daemon thread. A task
 * that fails is logged and comes back; it stops no other. Times vary at random, so that nodes do not meet.
 */
public final class Maintenance implements AutoCloseable {
  private static final Duration CLOSING_BOUND = Duration.ofSeconds(10);

  private final RandomSource random;
  private final Map<String, ScheduledTask> tasks = new LinkedHashMap<>();
  private final ScheduledThreadPoolExecutor worker;

  /** Takes the tasks; none runs before {@link #start()}. */
  public Maintenance(
      List<MaintenanceTask> tasks,
      Leadership leadership,
      InstantSource clock,
      RandomSource random) {
    this.random = random;
    String node = HexFormat.of().formatHex(random.bytes(4));
    for (MaintenanceTask task : tasks) {
      ScheduledTask scheduled = new ScheduledTask(task, node, leadership, clock);
      if (this.tasks.put(task.name(), scheduled) != null) {
        throw new IllegalArgumentException("there are two tasks named " + task.name());
      }
    }
    this.worker = new ScheduledThreadPoolExecutor(1, work -> {
      Thread thread = new Thread(work, "gatehouse-maintenance");
      thread.setDaemon(true);
      return thread;
    });
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Lets the tasks come round; each has its first turn within a tenth of its interval. Call it once. */
  public void start() {
    tasks.values().forEach(task -> schedule(task, part(task.interval(), 0.0, 0.1)));
  }

  private void schedule(ScheduledTask task, Duration wait) {
    Runnable turn = () -> {
      TaskStatus unused = task.turn();
      schedule(task, part(task.interval(), 0.9, 1.1));
    };
    task.due(wait);
    try {
      Future<?> unused = worker.schedule(turn, wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: there is no next turn.
      task.over();
    }
  }

  private Duration part(Duration whole, double from, double to) {
    double drawn = (ByteBuffer.wrap(random.bytes(4)).getInt() & 0xFFFF_FFFFL) / 4294967296.0;
    return Duration.ofNanos((long) (whole.toNanos() * (from + (to - from) * drawn)));
  }

  /**
   * Gives a task a turn now, on the calling thread, after one that is under way on this node.
   *
   * @throws IllegalArgumentException if there is no task of that name
   */
  public TaskStatus runNow(String name) {
    ScheduledTask task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "there is no task " + name + ", but there are " + tasks.keySet());
    }
    return task.turn();
  }

  /** Returns what became of each task on this node, in the order they were given. */
  public List<TaskStatus> status() {
    return tasks.values().stream().map(ScheduledTask::status).toList();
  }

  /** Ends the clockwork: no task starts from now on. Waits ten seconds for the one under way, then interrupts it. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(CLOSING_BOUND.toNanos(), TimeUnit.NANOSECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    tasks.values().forEach(ScheduledTask::over);
  }
}

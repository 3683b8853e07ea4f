package dev.gatehouse.event;

import dev.gatehouse.error.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the trail that nobody may wait for. One daemon thread, which the first of them starts, writes
 * them in batches; what finds no room, or outlasts the patience with a failing store, is counted as lost. No kind takes
 * more than half of the room, so that a flood of one does not keep the others out of the trail.
 */
final class DenialQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final BlockingQueue<Event> waiting;
  private final Shares shares;
  private final DenialLimits limits;
  private final Consumer<List<Event>> writer;
  private final Losses losses;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread worker;
  private final Object progress = new Object();
  private long accepted;
  private long settled;
  private volatile boolean finished;

  DenialQueue(DenialLimits limits, Consumer<List<Event>> writer, Losses losses) {
    this.waiting = new ArrayBlockingQueue<>(limits.capacity());
    this.shares = new Shares((limits.capacity() + 1) / 2);
    this.limits = limits;
    this.writer = writer;
    this.losses = losses;
    this.worker = new Thread(this::work, "gatehouse-events");
    worker.setDaemon(true);
  }

  void offer(Event event) {
    synchronized (progress) {
      accepted++;
      if (worker.getState() == Thread.State.NEW && !isClosing()) {
        worker.start();
      }
    }
    if (finished || !shares.take(event.type())) {
      lose(1);
    } else if (!waiting.offer(event)) {
      shares.giveBack(event.type());
      lose(1);
    } else if (finished && waiting.remove(event)) {
      // The worker left between the two looks; nobody would ever take this event.
      lose(1);
    }
  }

  /** Waits until everything offered before is written or lost; false if that took longer than the bound. */
  boolean flush(Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    synchronized (progress) {
      long goal = accepted;
      while (settled < goal) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(progress, left);
      }
    }
    return true;
  }

  /** Writes what waits and ends the thread; waits for it a few seconds at most. */
  @Override
  public void close() {
    synchronized (progress) {
      closing.countDown();
      finished = finished || worker.getState() == Thread.State.NEW;
    }
    try {
      worker.join(limits.closing().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      LOG.warn("The trail does not answer; up to {} denials are lost", waiting.size());
      worker.interrupt();
    }
  }

  private void work() {
    try {
      while (!isClosing() || !waiting.isEmpty()) {
        List<Event> batch = collect();
        if (!batch.isEmpty()) {
          write(batch);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("The writer of denials was interrupted and ends");
    } finally {
      finished = true;
      lose(waiting.drainTo(new ArrayList<>()));
    }
  }

  private List<Event> collect() throws InterruptedException {
    if (waiting.size() < limits.batch()) {
      // The end of the queue cuts this wait short; a full batch has to wait for one linger at most.
      boolean unused = closing.await(limits.linger().toNanos(), TimeUnit.NANOSECONDS);
    }
    List<Event> batch = new ArrayList<>();
    waiting.drainTo(batch, limits.batch());
    batch.forEach(event -> shares.giveBack(event.type()));
    return batch;
  }

  private void write(List<Event> batch) throws InterruptedException {
    boolean kept = false;
    try {
      kept = writtenWithPatience(batch);
    } finally {
      if (kept) {
        settle(batch.size());
      } else {
        lose(batch.size());
      }
    }
  }

  private boolean writtenWithPatience(List<Event> batch) throws InterruptedException {
    Duration wait = limits.retryWait();
    for (int attempt = 1; attempt < limits.attempts(); attempt++) {
      if (written(batch)) {
        return true;
      }
      boolean unused = closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      wait = wait.multipliedBy(2);
    }
    return written(batch);
  }

  private boolean written(List<Event> batch) {
    try {
      writer.accept(List.copyOf(batch));
      return true;
    } catch (RuntimeException | Error e) {
      LOG.warn("Could not write {} denials to the trail: {}", batch.size(), Fault.of(e));
      return false;
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void lose(int count) {
    losses.add(count);
    settle(count);
  }

  private void settle(int count) {
    synchronized (progress) {
      settled += count;
      progress.notifyAll();
    }
  }
}

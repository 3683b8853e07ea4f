package dev.gatehouse.testkit.memory;

import dev.gatehouse.storage.Transactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lock of a storage in memory, and its units of work. Every verb of every store is a unit or joins one, and
 * a unit holds the lock until it ends: so units run one after the other, and nobody sees half of one.
 */
final class Memory implements Transactions {
  private static final Logger log = LoggerFactory.getLogger(Memory.class);

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Unit current;

  /** What a unit must take back if it fails, newest first, and what it must do once it has committed. */
  private static final class Unit {
    final Deque<Runnable> undo = new ArrayDeque<>();
    final List<Runnable> afterCommit = new ArrayList<>();
    boolean failed;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    if (current() != null) {
      return join(work);
    }
    Unit unit = new Unit();
    T result = begin(unit, work);
    unit.afterCommit.forEach(Memory::runSafely);
    return result;
  }

  @Override
  public void run(Runnable work) {
    Boolean unused = call(() -> {
      work.run();
      return true;
    });
  }

  @Override
  public void afterCommit(Runnable action) {
    Unit unit = current();
    if (unit == null) {
      runSafely(action);
    } else {
      unit.afterCommit.add(action);
    }
  }

  /** Remembers how to take a change back if the current unit fails. */
  void onRollback(Runnable undo) {
    Unit unit = current();
    if (unit == null) {
      throw new IllegalStateException("a table was changed outside any unit of work");
    }
    unit.undo.push(undo);
  }

  // Only the thread that holds the lock may look: to all others there is no current unit.
  private @Nullable Unit current() {
    return lock.isHeldByCurrentThread() ? current : null;
  }

  private <T> T join(Supplier<T> work) {
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        fail();
      }
    }
  }

  private void fail() {
    Unit unit = current();
    if (unit != null) {
      unit.failed = true;
    }
  }

  private <T> T begin(Unit unit, Supplier<T> work) {
    lock.lock();
    boolean committed = false;
    try {
      current = unit;
      T result = work.get();
      if (unit.failed) {
        throw new IllegalStateException(
            "a joined unit of work failed, so everything was rolled back, although its exception was caught");
      }
      committed = true;
      return result;
    } finally {
      if (!committed) {
        unit.undo.forEach(Runnable::run);
      }
      current = null;
      lock.unlock();
    }
  }

  private static void runSafely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.warn("an action after a commit failed", e);
    }
  }
}

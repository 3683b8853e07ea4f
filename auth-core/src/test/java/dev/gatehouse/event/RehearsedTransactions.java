package dev.gatehouse.event;

import dev.gatehouse.storage.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Units of work without a database: they run, join, and tell the end of each to whoever rolls back by hand. */
public final class RehearsedTransactions implements Transactions {
  private final ThreadLocal<List<Runnable>> unit = new ThreadLocal<>();

  @Override
  public <T> T call(Supplier<T> work) {
    if (unit.get() != null) {
      return work.get();
    }
    List<Runnable> actions = new ArrayList<>();
    unit.set(actions);
    T result;
    try {
      result = work.get();
    } finally {
      unit.remove();
    }
    actions.forEach(Runnable::run);
    return result;
  }

  @Override
  public void run(Runnable work) {
    call(() -> {
      work.run();
      return Boolean.TRUE;
    });
  }

  @Override
  public void afterCommit(Runnable action) {
    List<Runnable> actions = unit.get();
    if (actions == null) {
      action.run();
    } else {
      actions.add(action);
    }
  }

  /** Tells whether this thread is inside a unit of work. */
  public boolean isOpen() {
    return unit.get() != null;
  }
}

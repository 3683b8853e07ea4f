package dev.gatehouse.storage;

import java.util.function.Supplier;

/**
 * Units of work. Every store call inside one, on the same thread, commits or rolls back together; a call
 * inside another joins it. Store calls outside any unit commit by themselves.
 */
public interface Transactions {

  /**
   * Runs the work and commits it; an exception rolls everything back and is thrown on unchanged.
   *
   * @throws StoreException if the backend failed; after a failed commit the outcome is unknown
   */
  <T> T call(Supplier<T> work);

  /** Runs the work as {@link #call(Supplier)} does, for work without a result. */
  void run(Runnable work);

  /**
   * Runs the action once the current unit of work has committed, on the committing thread, in the order of
   * registration; never after a rollback. Outside a unit of work it runs at once. An exception of the action is
   * logged and swallowed: what has committed cannot be taken back.
   */
  void afterCommit(Runnable action);
}

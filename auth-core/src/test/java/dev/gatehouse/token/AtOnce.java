package dev.gatehouse.token;

import dev.gatehouse.storage.Transactions;
import java.util.function.Supplier;

/** Units of work over a store in which every call commits by itself. */
final class AtOnce implements Transactions {
  @Override
  public <T> T call(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void run(Runnable work) {
    work.run();
  }

  @Override
  public void afterCommit(Runnable action) {
    action.run();
  }
}

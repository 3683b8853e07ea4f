package dev.gatehouse.spring;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits for the commit of one transaction. Spring suspends it together with its transaction. */
final class AfterCommit implements TransactionSynchronization {
  private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

  private final List<Runnable> actions = new ArrayList<>();
  private final PlatformTransactionManager manager;
  private boolean heldBack;

  AfterCommit(PlatformTransactionManager manager) {
    this.manager = manager;
  }

  /** Returns what waits in the current transaction. */
  static AfterCommit current(PlatformTransactionManager manager) {
    for (TransactionSynchronization one : TransactionSynchronizationManager.getSynchronizations()) {
      if (one instanceof AfterCommit found && found.manager == manager) {
        return found;
      }
    }
    AfterCommit first = new AfterCommit(manager);
    TransactionSynchronizationManager.registerSynchronization(first);
    return first;
  }

  /** Leaves the actions to whoever began the transaction, who runs them when its connection is back in the pool. */
  AfterCommit heldBack() {
    heldBack = true;
    return this;
  }

  void add(Runnable action) {
    actions.add(action);
  }

  void run() {
    actions.forEach(AfterCommit::runQuietly);
  }

  /** Runs the actions outside of the transaction, which has committed and is still bound to the thread. */
  @Override
  public void afterCommit() {
    if (heldBack || actions.isEmpty()) {
      return;
    }
    try {
      new TransactionTemplate(
              manager,
              new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED))
          .executeWithoutResult(status -> run());
    } catch (RuntimeException e) {
      LOG.error("actions after the commit of the application's transaction failed", e);
    }
  }

  /** Runs the action; what has committed cannot be taken back, so its failure is only logged. */
  static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      LOG.error("an action after the commit failed", e);
    }
  }
}

package dev.gatehouse.spring;

import dev.gatehouse.jdbc.ConnectionSource;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Units of work that are Spring's transactions: inside one of the application they join it, so that its rows and ours
 * commit or vanish together; elsewhere they are transactions of their own, which the application's code inside joins.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A refusal or a failure that leaves a unit of work rolls the application's transaction back, too, also if the
 * application catches it: half of a change is never kept. What waits for the commit runs after the commit of the whole, and
 * never after a rollback. A joined transaction that reads an old snapshot (REPEATABLE READ or more) is refused: a session
 * that was revoked meanwhile would look alive in it. Safe for use by many threads.
 */
final class SpringTransactions implements Transactions, ConnectionSource {
  private static final Logger LOG = LoggerFactory.getLogger(SpringTransactions.class);

  private final DataSource dataSource;
  private final PlatformTransactionManager manager;

  /** Works on the DataSource as the manager knows it: not on a proxy that is aware of transactions. */
  SpringTransactions(DataSource dataSource, PlatformTransactionManager manager) {
    this.dataSource = dataSource;
    this.manager = manager;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    TransactionStatus status = begin();
    AfterCommit actions = new AfterCommit(manager);
    if (status.isNewTransaction()) {
      TransactionSynchronizationManager.registerSynchronization(actions.heldBack());
    }
    T result;
    try {
      result = work.get();
    } catch (Throwable failure) {
      rollback(status, failure);
      throw failure;
    }
    commit(status);
    // The connection is back in the pool by now: an action that needs one does not wait for a
    // second.
    actions.run();
    return result;
  }

  @Override
  public void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  @Override
  public void afterCommit(Runnable action) {
    if (!isInside()) {
      AfterCommit.runQuietly(action);
      return;
    }
    AfterCommit.current(manager).add(action);
  }

  private TransactionStatus begin() {
    try {
      DefaultTransactionDefinition unit = new DefaultTransactionDefinition();
      unit.setName("gatehouse");
      return manager.getTransaction(unit);
    } catch (TransactionException e) {
      throw new StoreException("begin failed: " + e.getClass().getSimpleName(), e);
    }
  }

  private void commit(TransactionStatus status) {
    try {
      manager.commit(status);
    } catch (TransactionException e) {
      throw new StoreException("commit failed: " + e.getClass().getSimpleName(), e);
    }
  }

  private void rollback(TransactionStatus status, Throwable reason) {
    try {
      manager.rollback(status);
    } catch (RuntimeException e) {
      // The server rolls back by itself when it loses the connection.
      reason.addSuppressed(e);
    }
  }

  @Override
  public Connection get() throws SQLException {
    if (isInside()) {
      requireReadCommitted();
      return DataSourceUtils.doGetConnection(dataSource);
    }
    Connection connection = dataSource.getConnection();
    try {
      if (!connection.getAutoCommit()) {
        connection.setAutoCommit(true);
      }
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw e;
    }
  }

  @Override
  public void failed(Connection connection, StoreException failure) {
    if (!isTransactional(connection)) {
      return;
    }
    try {
      // Taking part in the transaction and failing is the one way that every kind of manager
      // understands.
      manager.rollback(manager.getTransaction(
          new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_MANDATORY)));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void release(Connection connection) {
    if (!isTransactional(connection)) {
      close(connection);
      return;
    }
    try {
      DataSourceUtils.doReleaseConnection(connection, dataSource);
    } catch (SQLException e) {
      LOG.debug("releasing a connection failed with SQLSTATE {}", e.getSQLState());
    }
  }

  private boolean isTransactional(Connection connection) {
    return isInside() && DataSourceUtils.isConnectionTransactional(connection, dataSource);
  }

  /** Tells whether this thread is in a transaction on our DataSource, begun here or by the application. */
  private boolean isInside() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !(TransactionSynchronizationManager.getResource(dataSource)
            instanceof ConnectionHolder holder)) {
      return false;
    }
    try {
      // A connection that is merely kept for a transaction on something else commits by itself.
      return !holder.getConnection().getAutoCommit();
    } catch (SQLException e) {
      return true;
    }
  }

  private static void requireReadCommitted() {
    Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
    if (level != null && level > TransactionDefinition.ISOLATION_READ_COMMITTED) {
      throw new IllegalStateException(
          "Gatehouse takes part in transactions of isolation level READ COMMITTED, the default of"
              + " PostgreSQL: another one reads an old snapshot, in which revoked sessions are alive."
              + " Take the isolation off this @Transactional, or call Gatehouse outside of it.");
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection failed with SQLSTATE {}", e.getSQLState());
    }
  }
}

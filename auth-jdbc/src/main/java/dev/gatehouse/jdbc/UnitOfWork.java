package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction of one thread. It takes its connection with the first statement, so work without one costs none. */
final class UnitOfWork {
  private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

  private final PooledConnections connections;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private @Nullable Connection connection;
  private @Nullable Throwable doom;

  UnitOfWork(PooledConnections connections) {
    this.connections = connections;
  }

  Connection connection() throws SQLException {
    if (connection == null) {
      connection = connections.getTransactional();
    }
    return connection;
  }

  boolean owns(Connection other) {
    return connection == other;
  }

  /** Makes sure that this unit never commits. */
  void doom(Throwable cause) {
    if (doom == null) {
      doom = cause;
    }
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void commit() {
    if (doom != null) {
      throw new StoreException(
          "rolled back: a part of the unit of work failed, and the rest went on regardless", doom);
    }
    if (connection == null) {
      return;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
  }

  void rollback(Throwable reason) {
    if (connection == null) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server rolls back by itself when it loses the connection.
      reason.addSuppressed(Failures.of("rollback", e));
    }
  }

  void release() {
    if (connection != null) {
      connections.release(connection);
    }
  }

  void runAfterCommit() {
    afterCommit.forEach(UnitOfWork::runQuietly);
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

package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import dev.gatehouse.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Units of work on a DataSource: one connection per unit, bound to the thread. The stores need READ COMMITTED, the
 * default of PostgreSQL. Outside a unit of work each statement commits by itself, which costs one round trip instead
 * of the two or three of an explicit transaction.
 */
public final class JdbcTransactions implements Transactions, ConnectionSource {
  private final PooledConnections connections;
  // Not static: the units of one storage are nothing to another.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable UnitOfWork> current = new ThreadLocal<>();

  /** Takes its connections from the given source. */
  public JdbcTransactions(DataSource dataSource) {
    this.connections = new PooledConnections(dataSource);
  }

  /**
   * {@inheritDoc}
   *
   * <p>If a nested call or a store throws and the work goes on regardless, the outer call still rolls back and throws
   * a {@link StoreException}.
   */
  @Override
  public <T> T call(Supplier<T> work) {
    UnitOfWork unit = current.get();
    return unit == null ? outermost(work) : nested(unit, work);
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
    UnitOfWork unit = current.get();
    if (unit == null) {
      UnitOfWork.runQuietly(action);
    } else {
      unit.afterCommit(action);
    }
  }

  @Override
  public Connection get() throws SQLException {
    UnitOfWork unit = current.get();
    return unit == null ? connections.get() : unit.connection();
  }

  @Override
  public void failed(Connection connection, StoreException failure) {
    UnitOfWork unit = current.get();
    if (unit != null && unit.owns(connection)) {
      unit.doom(failure);
    }
  }

  @Override
  public void release(Connection connection) {
    UnitOfWork unit = current.get();
    if (unit == null || !unit.owns(connection)) {
      connections.release(connection);
    }
  }

  private <T> T outermost(Supplier<T> work) {
    UnitOfWork unit = new UnitOfWork(connections);
    T result = committed(unit, work);
    // The connection is back in the pool by now: an action that needs one does not wait for a
    // second.
    unit.runAfterCommit();
    return result;
  }

  private <T> T committed(UnitOfWork unit, Supplier<T> work) {
    current.set(unit);
    try {
      T result = work.get();
      unit.commit();
      return result;
    } catch (Throwable failure) {
      unit.rollback(failure);
      throw failure;
    } finally {
      current.remove();
      unit.release();
    }
  }

  private static <T> T nested(UnitOfWork unit, Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable failure) {
      unit.doom(failure);
      throw failure;
    }
  }
}

package dev.gatehouse.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where a store gets the connection for one statement. An adapter implements it, together with
 * {@link dev.gatehouse.storage.Transactions}, to let the stores take part in the transactions of its framework.
 */
public interface ConnectionSource {
  /**
   * Returns the connection of this thread's unit of work, or, outside of one, a connection in autocommit mode. Each
   * must be given back by {@link #release}.
   */
  Connection get() throws SQLException;

  /** Takes a connection back; one that belongs to a unit of work stays open. Never throws. */
  void release(Connection connection);
}

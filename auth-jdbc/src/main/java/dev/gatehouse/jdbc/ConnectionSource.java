package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
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

  /**
   * Hears that a statement on the connection failed. PostgreSQL rolls the whole unit of work back then, but the driver's
   * {@code commit()} says nothing of it: the source must make the commit of that unit fail. Never throws.
   */
  void failed(Connection connection, StoreException failure);

  /** Takes a connection back; one that belongs to a unit of work stays open. Never throws. */
  void release(Connection connection);
}

package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections in autocommit mode that know no unit of work. */
final class PooledConnections implements ConnectionSource {
  private static final Logger LOG = LoggerFactory.getLogger(PooledConnections.class);

  private final DataSource dataSource;

  PooledConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection get() throws SQLException {
    return open(true);
  }

  /** Returns a connection that begins a transaction with its first statement. */
  Connection getTransactional() throws SQLException {
    return open(false);
  }

  private Connection open(boolean autoCommit) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
      return connection;
    } catch (SQLException e) {
      release(connection);
      throw e;
    }
  }

  @Override
  public void failed(Connection connection, StoreException failure) {
    // A statement in autocommit mode takes nothing with it.
  }

  @Override
  public void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The statement's own outcome is known by now; a connection that cannot be closed is the
      // pool's affair.
      LOG.debug("closing a connection failed with SQLSTATE {}", e.getSQLState());
    }
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.maintenance.Leadership;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects by an advisory lock on a connection of its own, which holds nothing else. The lock ends with its transaction:
 * when the work is done, when the node dies, and, because the server probes the connection, some 30 s after the node
 * has fallen off the network.
 */
final class PostgresLeadership implements Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresLeadership.class);

  /**
   * A work that takes long leaves its transaction idle, and a node that is gone must be noticed. These come after the
   * lock: the last query of a transaction keeps its snapshot until the next statement, and would hold back vacuum.
   */
  private static final String[] KEEP = {
    "set local idle_in_transaction_session_timeout = 0",
    "set local tcp_keepalives_idle = 15",
    "set local tcp_keepalives_interval = 5",
    "set local tcp_keepalives_count = 3"
  };

  private static final String LOCK =
      "select pg_try_advisory_xact_lock(hashtextextended('gatehouse:task:' || ? || ':' || ?, 0))";

  private final PooledConnections connections;
  private final Schema schema;

  PostgresLeadership(DataSource dedicated, Schema schema) {
    this.connections = new PooledConnections(dedicated);
    this.schema = schema;
  }

  @Override
  public boolean runExclusively(String task, Runnable work) {
    Connection connection = open();
    try {
      if (!lock(connection, task)) {
        return false;
      }
      try {
        work.run();
      } finally {
        // The server notices a closed connection a little later; the lock must be gone when this
        // returns.
        unlock(connection, task);
      }
      return true;
    } finally {
      connections.release(connection);
    }
  }

  private Connection open() {
    try {
      return connections.getTransactional();
    } catch (SQLException e) {
      throw Failures.of("leadership", e);
    }
  }

  private boolean lock(Connection connection, String task) {
    try (Statement settings = connection.createStatement();
        PreparedStatement statement = connection.prepareStatement(LOCK)) {
      Parameters.bind(statement, schema.name(), task);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || !row.getBoolean(1)) {
          return false;
        }
      }
      for (String setting : KEEP) {
        settings.execute(setting);
      }
      return true;
    } catch (SQLException e) {
      throw Failures.of("leadership", e);
    }
  }

  private static void unlock(Connection connection, String task) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("the lock on {} was lost while it ran; another node may have begun", task);
    }
  }
}

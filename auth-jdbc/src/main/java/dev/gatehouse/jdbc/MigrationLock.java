package dev.gatehouse.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The lock under which one node at a time changes a schema. It ends with the transaction, also when its node dies. */
final class MigrationLock {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String TAKE =
      "select pg_advisory_xact_lock(hashtextextended('gatehouse:schema:' || ?, 0))";

  private static final String HOLDER = """
      select 'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'unnamed') || ') at '
        || coalesce(a.client_addr::text, 'a local socket') || ' since ' || a.xact_start
      from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      cross join (select hashtextextended('gatehouse:schema:' || ?, 0) as key) k
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and l.classid::bigint = (k.key >> 32) & 4294967295 and l.objid::bigint = k.key & 4294967295""";

  private MigrationLock() {}

  /** Waits for the lock, at most for the timeout, within the connection's transaction. */
  static void take(Connection connection, Schema schema, Duration timeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local statement_timeout = 0");
      statement.execute("set local lock_timeout = " + timeout.toMillis());
    }
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setString(1, schema.name());
      statement.execute();
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
      throw new SchemaException(
          "AUTH-1206",
          "another node has been changing the schema \"" + schema.name() + "\" for more than "
              + timeout.toSeconds() + " s: " + holder(connection, schema)
              + "; wait for it or end it, then start again");
    }
  }

  private static String holder(Connection connection, Schema schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
      statement.setString(1, schema.name());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : "it has just ended";
      }
    }
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the statements of the stores, in the thread's unit of work if there is one. Safe for use by many threads. */
final class Database {
  private final ConnectionSource connections;
  private final Schema schema;
  private final int timeoutSeconds;
  private final Map<Sql, String> texts = new ConcurrentHashMap<>();

  /** Ends every statement that takes longer than the timeout, which is rounded up to a second. */
  Database(ConnectionSource connections, Schema schema, Duration timeout) {
    this.connections = connections;
    this.schema = schema;
    this.timeoutSeconds = Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds());
  }

  /** Returns how many rows the statement changed. */
  int update(Sql sql, Object... values) {
    return run(sql, statement -> {
      Parameters.bind(statement, values);
      return statement.executeUpdate();
    });
  }

  /** Returns whether the statement changed a row: the verdict of an atomic verb. */
  boolean changed(Sql sql, Object... values) {
    return update(sql, values) > 0;
  }

  /** Returns the first row of the result. */
  <T> Optional<T> first(Sql sql, Columns.Reader<T> reader, Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** Returns all rows of the result. */
  <T> List<T> list(Sql sql, Columns.Reader<T> reader, Object... values) {
    return run(sql, statement -> read(statement, reader, values));
  }

  /** Returns the first row, or nothing if a unique value is taken; a unit of work survives that. */
  <T> Optional<T> firstUnlessTaken(Sql sql, Columns.Reader<T> reader, Object... values) {
    return run(sql, statement -> {
      Connection connection = statement.getConnection();
      Optional<Savepoint> before =
          connection.getAutoCommit() ? Optional.empty() : Optional.of(connection.setSavepoint());
      try {
        return read(statement, reader, values).stream().findFirst();
      } catch (SQLException e) {
        if (!Failures.is(e, Failures.UNIQUE_VIOLATION)) {
          throw e;
        }
        if (before.isPresent()) {
          connection.rollback(before.get());
        }
        return Optional.empty();
      }
    });
  }

  /** Runs the statement once per row of values, in one round trip, and returns how many rows each changed. */
  int[] batch(Sql sql, List<Object[]> rows) {
    return run(sql, statement -> {
      for (Object[] values : rows) {
        Parameters.bind(statement, values);
        statement.addBatch();
      }
      return statement.executeBatch();
    });
  }

  private static <T> List<T> read(
      PreparedStatement statement, Columns.Reader<T> reader, Object... values) throws SQLException {
    Parameters.bind(statement, values);
    List<T> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(new Columns(rows)));
      }
    }
    return found;
  }

  private <T> T run(Sql sql, Execution<T> execution) {
    Connection connection = connection(sql);
    try (PreparedStatement statement =
        connection.prepareStatement(texts.computeIfAbsent(sql, key -> schema.in(key.text())))) {
      statement.setQueryTimeout(timeoutSeconds);
      return execution.on(statement);
    } catch (SQLException e) {
      StoreException failure = Failures.of(sql.name(), e);
      connections.failed(connection, failure);
      throw failure;
    } finally {
      connections.release(connection);
    }
  }

  private Connection connection(Sql sql) {
    try {
      return connections.get();
    } catch (SQLException e) {
      throw Failures.of(sql.name(), e);
    }
  }

  @FunctionalInterface
  private interface Execution<T> {
    T on(PreparedStatement statement) throws SQLException;
  }
}

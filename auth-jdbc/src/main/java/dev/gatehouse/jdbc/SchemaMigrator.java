package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the version of this library. All that is missing runs in one transaction under an advisory
 * lock: a failure leaves the schema as it was, and of any number of nodes that start together one does the work while
 * the others wait. Scripts only add; nothing is ever dropped.
 */
public final class SchemaMigrator {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);

  private final DataSource dataSource;
  private final Schema schema;
  private final Duration lockTimeout;
  private final List<Script> scripts;

  /** Works on the given database; its role needs the right to create what is missing, and no other. */
  public SchemaMigrator(DataSource dataSource, JdbcSettings settings) {
    this(dataSource, settings, Script.all());
  }

  SchemaMigrator(DataSource dataSource, JdbcSettings settings, List<Script> scripts) {
    this.dataSource = dataSource;
    this.schema = new Schema(settings.schema());
    this.lockTimeout = settings.migrationLockTimeout();
    this.scripts = scripts;
  }

  /**
   * Does what the mode says and returns how many scripts it ran.
   *
   * @throws SchemaException if the schema cannot be used as it is; nothing was changed then
   * @throws StoreException if the database cannot be reached
   */
  public int run(SchemaMode mode) {
    if (mode == SchemaMode.OFF) {
      return 0;
    }
    try (Connection connection = dataSource.getConnection()) {
      SchemaHistory history = SchemaHistory.read(connection, schema);
      List<Script> pending = history.pending(schema, scripts);
      if (pending.isEmpty()) {
        return 0;
      }
      SchemaRefusals.unlessAllowed(mode, schema, history, scripts);
      return applyPending(connection);
    } catch (SQLException e) {
      throw SchemaRefusals.of(schema, e);
    }
  }

  /**
   * Returns everything that MIGRATE runs on an empty database as one SQL text, for administrators who do it by hand;
   * afterwards VALIDATE is content.
   */
  public static String script(String schema) {
    Schema target = new Schema(schema);
    StringBuilder text = new StringBuilder(256)
        .append("create schema if not exists ${schema};\n\n")
        .append(SchemaHistory.CREATE)
        .append(";\n\n");
    for (Script script : Script.all()) {
      text.append(script.sql()).append('\n').append(record(script)).append('\n');
    }
    return target.in(text.toString());
  }

  private static String record(Script script) {
    return "insert into ${schema}.schema_history (version, name, checksum) values ("
        + script.version() + ", '" + script.name() + "', '" + script.checksum() + "');\n";
  }

  private int applyPending(Connection connection) throws SQLException {
    // A script on a large table may take longer than the timeouts of the pool allow.
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setAutoCommit(false);
    try {
      MigrationLock.take(connection, schema, lockTimeout);
      int count = apply(connection);
      connection.commit();
      return count;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private int apply(Connection connection) throws SQLException {
    // Another node may have done it while this one waited for the lock.
    List<Script> pending = SchemaHistory.read(connection, schema).pending(schema, scripts);
    try (Statement statement = connection.createStatement()) {
      createSchema(statement);
      statement.execute(schema.in(SchemaHistory.CREATE));
      for (Script script : pending) {
        LOG.info("schema {}: running {}", schema.name(), script.name());
        statement.execute(schema.in(script.sql()));
        SchemaHistory.add(connection, schema, script);
      }
    }
    return pending.size();
  }

  private void createSchema(Statement statement) throws SQLException {
    // "create schema if not exists" asks for the right to create one even where it exists.
    try (var rows = statement.executeQuery(
        "select 1 from pg_catalog.pg_namespace where nspname = '" + schema.name() + "'")) {
      if (rows.next()) {
        return;
      }
    }
    statement.execute("create schema " + schema.quoted());
  }
}

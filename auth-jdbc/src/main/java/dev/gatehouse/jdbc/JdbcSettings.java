package dev.gatehouse.jdbc;

import java.time.Duration;

/**
 * How the storage uses its database.
 *
 * @param schema the database schema of the tables: 1 to 40 characters of a-z, 0-9 and _
 * @param schemaMode what happens to the tables when the storage is built
 * @param queryTimeout ends a statement that takes longer; counted in whole seconds, rounded up
 * @param migrationLockTimeout how long a node waits for another one that is changing the schema
 * @param notifications whether nodes tell each other of changes by {@code LISTEN} and {@code NOTIFY}; a pooler in
 *     transaction mode passes no notifications on
 */
public record JdbcSettings(
    String schema,
    SchemaMode schemaMode,
    Duration queryTimeout,
    Duration migrationLockTimeout,
    boolean notifications) {

  /** Checks the schema's name and that both timeouts are positive. */
  public JdbcSettings {
    schema = new Schema(schema).name();
    requirePositive("queryTimeout", queryTimeout);
    requirePositive("migrationLockTimeout", migrationLockTimeout);
  }

  /** Returns schema {@code gatehouse}, CREATE, 2 s per statement, 60 s for the migration lock, notifications on. */
  public static JdbcSettings defaults() {
    return new JdbcSettings(
        "gatehouse", SchemaMode.CREATE, Duration.ofSeconds(2), Duration.ofSeconds(60), true);
  }

  /** Returns a copy with another schema. */
  public JdbcSettings withSchema(String name) {
    return new JdbcSettings(name, schemaMode, queryTimeout, migrationLockTimeout, notifications);
  }

  /** Returns a copy with another mode. */
  public JdbcSettings withSchemaMode(SchemaMode mode) {
    return new JdbcSettings(schema, mode, queryTimeout, migrationLockTimeout, notifications);
  }

  /** Returns a copy with another limit on the time of one statement. */
  public JdbcSettings withQueryTimeout(Duration timeout) {
    return new JdbcSettings(schema, schemaMode, timeout, migrationLockTimeout, notifications);
  }

  /** Returns a copy with another patience for a node that is changing the schema. */
  public JdbcSettings withMigrationLockTimeout(Duration timeout) {
    return new JdbcSettings(schema, schemaMode, queryTimeout, timeout, notifications);
  }

  /** Returns a copy with notifications between nodes on or off. */
  public JdbcSettings withNotifications(boolean on) {
    return new JdbcSettings(schema, schemaMode, queryTimeout, migrationLockTimeout, on);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}

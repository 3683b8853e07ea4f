package dev.gatehouse.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which scripts a schema has seen: the table {@code schema_history}. */
final class SchemaHistory {
  static final String CREATE = """
      create table if not exists ${schema}.schema_history (
        version    integer     not null constraint schema_history_pk primary key,
        name       text        not null,
        checksum   text        not null,
        applied_at timestamptz not null default now(),
        applied_by text        not null default current_user)""";

  // Not to_regclass: it may answer from a cache that is older than the lock this node has just
  // waited for.
  private static final String EXISTS = """
      select exists (
        select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ? and c.relname = 'schema_history')""";

  private static final String READ = "select version, checksum from ${schema}.schema_history";
  private static final String ADD =
      "insert into ${schema}.schema_history (version, name, checksum) values (?, ?, ?)";

  private final Map<Integer, String> checksums;

  private SchemaHistory(Map<Integer, String> checksums) {
    this.checksums = checksums;
  }

  /** Reads the history of a schema; it is empty where there is no schema at all. */
  static SchemaHistory read(Connection connection, Schema schema) throws SQLException {
    Map<Integer, String> checksums = new TreeMap<>();
    if (exists(connection, schema)) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(schema.in(READ))) {
        while (rows.next()) {
          checksums.put(rows.getInt(1), rows.getString(2));
        }
      }
    }
    return new SchemaHistory(checksums);
  }

  static void add(Connection connection, Schema schema, Script script) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.in(ADD))) {
      Parameters.bind(statement, script.version(), script.name(), script.checksum());
      statement.executeUpdate();
    }
  }

  boolean isEmpty() {
    return checksums.isEmpty();
  }

  /** Returns the newest version, or 0 if there is none. */
  int version() {
    return checksums.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * Returns the scripts that have not run here.
   *
   * @throws SchemaException if one that has run reads differently, or one has run that nobody here knows
   */
  List<Script> pending(Schema schema, List<Script> scripts) {
    int newest = scripts.get(scripts.size() - 1).version();
    if (version() > newest) {
      throw new SchemaException(
          "AUTH-1205",
          "the schema \"" + schema.name() + "\" has version " + version() + ", this library knows "
              + newest + ": use the library that made it; a downgrade is not supported");
    }
    for (Script script : scripts) {
      String known = checksums.getOrDefault(script.version(), script.checksum());
      if (!known.equals(script.checksum())) {
        throw new SchemaException(
            "AUTH-1203",
            "the script " + script.name() + " is not the one that made the schema \""
                + schema.name() + "\": never edit a shipped script; take the original jar");
      }
    }
    return scripts.stream()
        .filter(script -> !checksums.containsKey(script.version()))
        .toList();
  }

  private static boolean exists(Connection connection, Schema schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
      statement.setString(1, schema.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}

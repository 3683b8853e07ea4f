package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.SQLException;
import java.util.List;

/** Why a schema is not touched, in words that say what to do. */
final class SchemaRefusals {
  private SchemaRefusals() {}

  /** Checks that the mode allows to run scripts on a schema with that history. */
  static void unlessAllowed(
      SchemaMode mode, Schema schema, SchemaHistory history, List<Script> scripts) {
    boolean allowed =
        mode == SchemaMode.MIGRATE || (mode == SchemaMode.CREATE && history.isEmpty());
    if (allowed) {
      return;
    }
    String found = history.isEmpty()
        ? "does not exist or has no tables of ours"
        : "has version " + history.version();
    int needed = scripts.get(scripts.size() - 1).version();
    throw new SchemaException(
        "AUTH-1204",
        "the schema \"" + schema.name() + "\" " + found + ", this library needs version " + needed
            + ": set gatehouse.jdbc.schema-mode=migrate, or run SchemaMigrator with MIGRATE once."
            + " Scripts only add, so nodes of the version before go on working meanwhile");
  }

  /** Translates what the database said while its schema was looked at or changed. */
  static RuntimeException of(Schema schema, SQLException failure) {
    StoreException cause = Failures.of("schema", failure);
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "42501" ->
        new SchemaException(
            "AUTH-1202",
            "this role may not create the tables in the schema \"" + schema.name()
                + "\": give the storage a migration DataSource with a role that may, or let an"
                + " administrator run SchemaMigrator.script(\"" + schema.name() + "\") and then"
                + " Grants.sql(\"" + schema.name() + "\", <role>) for the role of the application",
            cause);
      case "42P07", "42723" ->
        new SchemaException(
            "AUTH-1204",
            "the schema \"" + schema.name() + "\" has tables of our names but no history of ours:"
                + " choose another schema by gatehouse.jdbc.schema",
            cause);
      default ->
        state.startsWith("08") || state.startsWith("57P") || state.startsWith("28")
            ? new StoreException(
                "AUTH-1201 cannot connect to the database to look at the schema \"" + schema.name()
                    + "\"",
                cause)
            : cause;
    };
  }
}

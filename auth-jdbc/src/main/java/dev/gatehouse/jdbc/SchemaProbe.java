package dev.gatehouse.jdbc;

import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.storage.StoreException;
import java.util.List;
import java.util.Optional;

/** Looks whether the tables are there, and of which version. */
final class SchemaProbe {
  static final Sql VERSION =
      new Sql("schema.version", "select coalesce(max(version), 0) from ${schema}.schema_history");

  static final Sql PRESENT = new Sql(
      "schema.present", "select count(*) from (select from ${schema}.signing_keys limit 1) k");

  private final Database database;
  private final boolean hasHistory;
  private final int needed;

  /**
   * Looks into a database.
   *
   * @param hasHistory whether our own runner, or its script, made the tables: whoever makes them in another way
   *     ({@link SchemaMode#OFF}) may keep no history
   */
  SchemaProbe(Database database, boolean hasHistory) {
    this.database = database;
    this.hasHistory = hasHistory;
    List<Script> scripts = Script.all();
    this.needed = scripts.get(scripts.size() - 1).version();
  }

  Optional<SchemaVersion> version() {
    Sql question = hasHistory ? VERSION : PRESENT;
    int found = database
        .first(question, Columns::integer)
        .orElseThrow(() -> new StoreException(question.name() + " failed: no answer"));
    return hasHistory ? Optional.of(new SchemaVersion(found, needed)) : Optional.empty();
  }
}

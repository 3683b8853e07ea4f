package dev.gatehouse.jdbc;

/** What happens to the database schema when a storage is built. No mode ever drops anything. */
public enum SchemaMode {
  /** Creates the tables if there are none; stops if those that exist are of another version. */
  CREATE,
  /** Creates the tables, or brings older ones to the version of this library. */
  MIGRATE,
  /** Changes nothing; stops unless the tables are of the version of this library. */
  VALIDATE,
  /** Does not look. */
  OFF
}

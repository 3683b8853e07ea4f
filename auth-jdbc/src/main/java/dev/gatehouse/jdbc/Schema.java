package dev.gatehouse.jdbc;

import java.util.regex.Pattern;

/** The database schema that holds the tables: a checked identifier, so that it may stand in a statement. */
record Schema(String name) {
  private static final String PLACEHOLDER = "${schema}";
  // PostgreSQL cuts identifiers at 63 bytes; the channel of the notifications has the schema's name
  // in it.
  private static final Pattern LEGAL = Pattern.compile("[a-z_][a-z0-9_]{0,39}");

  Schema {
    if (!LEGAL.matcher(name).matches() || name.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "a schema name has 1 to 40 characters of a-z, 0-9 and _, does not begin with a digit or pg_, was \""
              + name
              + '"');
    }
  }

  /** Returns the text with the schema in place of each placeholder. */
  String in(String text) {
    return text.replace(PLACEHOLDER, quoted());
  }

  String quoted() {
    return '"' + name + '"';
  }

  /** Returns the name of the channel on which nodes notify each other. */
  String channel() {
    return name + "_invalidations";
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The columns of one row, read from left to right. A column that may be null is asked for with {@code maybe}. */
final class Columns {
  private final ResultSet row;
  private int last;

  Columns(ResultSet row) {
    this.row = row;
  }

  /** Makes a value of a row; it must read the columns in the order of the statement. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Columns columns) throws SQLException;
  }

  String text() throws SQLException {
    return row.getString(++last);
  }

  <E extends Enum<E>> E oneOf(Class<E> type) throws SQLException {
    return Enum.valueOf(type, text());
  }

  <E extends Enum<E>> Optional<E> maybeOneOf(Class<E> type) throws SQLException {
    return Optional.ofNullable(row.getString(++last)).map(name -> Enum.valueOf(type, name));
  }

  boolean flag() throws SQLException {
    return row.getBoolean(++last);
  }

  int integer() throws SQLException {
    return row.getInt(++last);
  }

  long number() throws SQLException {
    return row.getLong(++last);
  }

  UUID uuid() throws SQLException {
    return row.getObject(++last, UUID.class);
  }

  Optional<UUID> maybeUuid() throws SQLException {
    return Optional.ofNullable(row.getObject(++last, UUID.class));
  }

  Instant instant() throws SQLException {
    return row.getObject(++last, OffsetDateTime.class).toInstant();
  }

  Optional<Instant> maybeInstant() throws SQLException {
    return Optional.ofNullable(row.getObject(++last, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  Digest digest() throws SQLException {
    return Digest.wrap(row.getBytes(++last));
  }

  Optional<Digest> maybeDigest() throws SQLException {
    return Optional.ofNullable(row.getBytes(++last)).map(Digest::wrap);
  }

  Sealed sealed() throws SQLException {
    return Sealed.of(row.getBytes(++last));
  }

  Optional<Sealed> maybeSealed() throws SQLException {
    return Optional.ofNullable(row.getBytes(++last)).map(Sealed::of);
  }

  String[] texts() throws SQLException {
    return (String[]) row.getArray(++last).getArray();
  }

  Set<String> textSet() throws SQLException {
    return Set.of(texts());
  }

  /** Reads two columns: an array of names and one of their values. */
  Map<String, String> facts() throws SQLException {
    String[] names = texts();
    String[] values = texts();
    Map<String, String> facts = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      facts.put(names[i], values[i]);
    }
    return facts;
  }
}

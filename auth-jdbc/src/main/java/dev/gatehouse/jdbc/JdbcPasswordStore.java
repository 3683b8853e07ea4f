package dev.gatehouse.jdbc;

import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordStore;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Password hashes in the table {@code passwords}, reached through {@code SECURITY DEFINER} functions only: the role of
 * the application needs no right on the table and cannot read a digest.
 */
final class JdbcPasswordStore implements PasswordStore {
  static final Sql SETTINGS = new Sql(
      "passwords.settings", "select s from ${schema}.password_settings(?) s where s is not null");

  static final Sql MATCHES =
      new Sql("passwords.matches", "select ${schema}.password_matches(?, ?, ?)");

  static final Sql PUT = new Sql("passwords.put", "select ${schema}.password_put(?, ?, ?, ?)");

  static final Sql REPLACE =
      new Sql("passwords.replace", "select ${schema}.password_replace(?, ?, ?, ?, ?, ?)");

  static final Sql DELETE = new Sql("passwords.delete", "select ${schema}.password_delete(?)");

  private final Database database;

  JdbcPasswordStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> settings(UserId user) {
    return database.first(SETTINGS, Columns::text, user);
  }

  @Override
  public boolean matches(UserId user, PasswordHash candidate) {
    return verdict(MATCHES, user, candidate.settings(), candidate.digest());
  }

  @Override
  public void put(UserId user, PasswordHash hash, Instant at) {
    database.list(PUT, row -> true, user, hash.settings(), hash.digest(), at);
  }

  @Override
  public boolean replace(UserId user, PasswordHash expected, PasswordHash replacement, Instant at) {
    return verdict(
        REPLACE,
        user,
        expected.settings(),
        expected.digest(),
        replacement.settings(),
        replacement.digest(),
        at);
  }

  @Override
  public void delete(UserId user) {
    database.list(DELETE, row -> true, user);
  }

  private boolean verdict(Sql sql, Object... values) {
    return database.first(sql, Columns::flag, values).orElse(false);
  }
}

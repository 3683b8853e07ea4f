package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.otp.RecoveryCodeRecord;
import dev.gatehouse.otp.RecoveryCodeStore;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Recovery codes in the table {@code recovery_codes}: all of an account in one row. */
final class JdbcRecoveryCodeStore implements RecoveryCodeStore {
  static final Sql REPLACE = new Sql("recovery_codes.replace", """
      insert into ${schema}.recovery_codes (user_id, key_id, digests, created_at)
      values (?, ?, ?, ?)
      on conflict (user_id) do update
      set key_id = excluded.key_id, digests = excluded.digests, created_at = excluded.created_at""");

  static final Sql FIND = new Sql("recovery_codes.find", """
      select key_id, cardinality(digests), created_at
      from ${schema}.recovery_codes where user_id = ?""");

  /** The code is in the condition: a second caller waits for the first and then does not find it. */
  static final Sql CONSUME = new Sql("recovery_codes.consume", """
      update ${schema}.recovery_codes set digests = array_remove(digests, ?::bytea)
      where user_id = ? and ?::bytea = any (digests)
      returning cardinality(digests)""");

  static final Sql REMOVE =
      new Sql("recovery_codes.remove", "delete from ${schema}.recovery_codes where user_id = ?");

  private final Database database;

  JdbcRecoveryCodeStore(Database database) {
    this.database = database;
  }

  @Override
  public void replace(UserId user, String keyId, List<Digest> codes, Instant now) {
    byte[][] digests = codes.stream().map(Digest::bytes).toArray(byte[][]::new);
    database.update(REPLACE, user, keyId, digests, now);
  }

  @Override
  public Optional<RecoveryCodeRecord> find(UserId user) {
    return database.first(
        FIND,
        columns ->
            new RecoveryCodeRecord(user, columns.text(), columns.integer(), columns.instant()),
        user);
  }

  @Override
  public OptionalInt consume(UserId user, Digest code) {
    return database
        .first(CONSUME, Columns::integer, code, user, code)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  @Override
  public boolean remove(UserId user) {
    return database.changed(REMOVE, user);
  }
}

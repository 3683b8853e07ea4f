package dev.gatehouse.jdbc;

import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Tokens that work once, in the table {@code one_time_tokens}. A spent one stays until it is old enough to go. */
final class JdbcOneTimeTokenStore implements OneTimeTokenStore {
  private static final String COLUMNS =
      "digest, purpose, user_id, target, payload, credential_epoch, attempts, created_at, expires_at";

  static final Sql INSERT = new Sql(
      "one_time_tokens.insert",
      "insert into ${schema}.one_time_tokens (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)");

  static final Sql FIND = new Sql("one_time_tokens.find", "select " + COLUMNS + """
       from ${schema}.one_time_tokens
      where digest = ? and purpose = ? and consumed_at is null""");

  static final Sql CONSUME = new Sql("one_time_tokens.consume", """
      update ${schema}.one_time_tokens set consumed_at = ?
      where digest = ? and purpose = ? and consumed_at is null and expires_at > ?
      returning\s""" + COLUMNS);

  static final Sql RESERVE_ATTEMPT = new Sql("one_time_tokens.reserve_attempt", """
      update ${schema}.one_time_tokens set attempts = attempts + 1
      where digest = ? and purpose = ? and consumed_at is null and attempts < ? and expires_at > ?""");

  static final Sql REVOKE_ALL = new Sql("one_time_tokens.revoke_all", """
      update ${schema}.one_time_tokens set consumed_at = ?
      where user_id = ? and purpose = ? and consumed_at is null""");

  static final Sql DELETE_EXPIRED = new Sql("one_time_tokens.delete_expired", """
      delete from ${schema}.one_time_tokens where digest = any (array(
        select digest from ${schema}.one_time_tokens where expires_at < ?
        order by expires_at limit ? for update skip locked))""");

  private final Database database;

  JdbcOneTimeTokenStore(Database database) {
    this.database = database;
  }

  @Override
  public void insert(OneTimeToken token) {
    database.update(
        INSERT,
        token.digest(),
        token.purpose(),
        token.user(),
        token.target(),
        token.payload(),
        token.credentialEpoch(),
        token.attempts(),
        token.createdAt(),
        token.expiresAt());
  }

  @Override
  public Optional<OneTimeToken> find(Digest digest, TokenPurpose purpose) {
    return database.first(FIND, JdbcOneTimeTokenStore::read, digest, purpose);
  }

  @Override
  public Optional<OneTimeToken> consume(Digest digest, TokenPurpose purpose, Instant now) {
    return database.first(CONSUME, JdbcOneTimeTokenStore::read, now, digest, purpose, now);
  }

  @Override
  public boolean reserveAttempt(Digest digest, TokenPurpose purpose, int limit, Instant now) {
    return database.changed(RESERVE_ATTEMPT, digest, purpose, limit, now);
  }

  @Override
  public int revokeAll(UserId user, TokenPurpose purpose, Instant now) {
    return database.update(REVOKE_ALL, now, user, purpose);
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return database.update(DELETE_EXPIRED, cutoff, limit);
  }

  private static OneTimeToken read(Columns columns) throws SQLException {
    return new OneTimeToken(
        columns.digest(),
        columns.oneOf(TokenPurpose.class),
        columns.maybeUuid().map(UserId::new),
        columns.text(),
        columns.sealed(),
        columns.number(),
        columns.integer(),
        columns.instant(),
        columns.instant());
  }
}

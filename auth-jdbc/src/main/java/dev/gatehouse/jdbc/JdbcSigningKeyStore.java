package dev.gatehouse.jdbc;

import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeyStore;
import dev.gatehouse.token.TokenAlgorithm;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Signing keys in the table {@code signing_keys}. */
final class JdbcSigningKeyStore implements SigningKeyStore {
  private static final String COLUMNS =
      "kid, algorithm, public_jwk, sealed_private, created_at, active_at, passive_at, gone_at";

  static final Sql LIST = new Sql(
      "signing_keys.list", "select " + COLUMNS + " from ${schema}.signing_keys order by position");

  /**
   * Two rotations that see the same newest key both try to follow it; the unique predecessor lets one of them in. A
   * key that was disabled is gone at the instant it became passive, and stays gone.
   */
  static final Sql ROTATE = new Sql("signing_keys.rotate", """
      with added as (
        insert into ${schema}.signing_keys (predecessor,\s""" + COLUMNS + """
      )
        select ?, ?, ?, ?, ?, ?, ?, ?, ?
        where ? = coalesce((select kid from ${schema}.signing_keys order by position desc limit 1), '')
        on conflict (predecessor) do nothing
        returning algorithm, active_at),
      retired as (
        update ${schema}.signing_keys k
        set passive_at = added.active_at,
            gone_at = case when k.gone_at <= k.passive_at then least(k.gone_at, ?) else ? end
        from added
        where k.algorithm = added.algorithm and k.passive_at > added.active_at)
      select count(*) > 0 from added""");

  static final Sql DISABLE = new Sql("signing_keys.disable", """
      update ${schema}.signing_keys
      set passive_at = least(passive_at, ?), gone_at = least(gone_at, ?)
      where kid = ?""");

  static final Sql DELETE_GONE =
      new Sql("signing_keys.delete_gone", "delete from ${schema}.signing_keys where gone_at < ?");

  private final Database database;

  JdbcSigningKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public List<SigningKeyRecord> list() {
    return database.list(LIST, JdbcSigningKeyStore::read);
  }

  @Override
  public boolean rotate(String expectedNewest, SigningKeyRecord successor, Instant previousGoneAt) {
    return database
        .first(
            ROTATE,
            Columns::flag,
            expectedNewest,
            successor.kid(),
            successor.algorithm(),
            successor.publicJwk(),
            successor.sealedPrivate(),
            successor.createdAt(),
            successor.activeAt(),
            successor.passiveAt(),
            successor.goneAt(),
            expectedNewest,
            previousGoneAt,
            previousGoneAt)
        .orElse(false);
  }

  @Override
  public boolean disable(String kid, Instant now) {
    return database.changed(DISABLE, now, now, kid);
  }

  @Override
  public int deleteGone(Instant cutoff) {
    return database.update(DELETE_GONE, cutoff);
  }

  private static SigningKeyRecord read(Columns columns) throws SQLException {
    return new SigningKeyRecord(
        columns.text(),
        columns.oneOf(TokenAlgorithm.class),
        columns.text(),
        columns.sealed(),
        columns.instant(),
        columns.instant(),
        columns.instant(),
        columns.instant());
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.apikey.ApiKeyCreditStore;
import dev.gatehouse.apikey.CreditRefill;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.principal.ApiKeyFamilyId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The credits of families, in the table {@code api_key_families}. */
final class JdbcApiKeyCreditStore implements ApiKeyCreditStore {
  /** Whether a refill is due, given the beginnings of the day and of the month in UTC. */
  private static final String DUE = """
      case f.refill when 'DAILY' then f.refilled_at < now.day
        when 'MONTHLY' then f.refilled_at < now.month else false end""";

  private static final String AVAILABLE =
      "case when " + DUE + " then f.refill_amount else f.remaining end";

  static final Sql SPEND = new Sql(
      "api_key_families.spend",
      """
      update ${schema}.api_key_families f
      set remaining =\s""" + AVAILABLE + " - now.cost, refilled_at = case when " + DUE + """
       then now.at else f.refilled_at end
      from (select ?::timestamptz as day, ?::timestamptz as month, ?::timestamptz as at, ?::bigint as cost) now
      where f.id = ? and (f.remaining is null or\s""" + AVAILABLE + """
       >= now.cost)
      returning coalesce(f.remaining, ?)""");

  static final Sql ADD = new Sql(
      "api_key_families.add",
      """
      update ${schema}.api_key_families f
      set remaining = least(\s""" + AVAILABLE + " + now.amount, now.most), refilled_at = case when " + DUE + """
       then now.at else f.refilled_at end
      from (
        select ?::timestamptz as day, ?::timestamptz as month, ?::timestamptz as at,
          ?::bigint as amount, ?::bigint as most) now
      where f.id = ? and f.remaining is not null
      returning f.remaining, f.refill, f.refill_amount""");

  static final Sql SET = new Sql("api_key_families.set", """
      update ${schema}.api_key_families
      set remaining = ?, refill = ?, refill_amount = ?, refilled_at = ?
      where id = ?""");

  static final Sql FIND = new Sql("api_key_families.find", """
      select remaining, refill, refill_amount from ${schema}.api_key_families
      where id = ? and remaining is not null""");

  private final Database database;

  JdbcApiKeyCreditStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Long> spend(ApiKeyFamilyId family, long cost, Instant now) {
    return database.first(
        SPEND,
        Columns::number,
        Credits.dayOf(now),
        Credits.monthOf(now),
        now,
        cost,
        family,
        Credits.MOST);
  }

  @Override
  public Optional<Credits> add(ApiKeyFamilyId family, long amount, Instant now) {
    return database.first(
        ADD,
        JdbcApiKeyCreditStore::read,
        Credits.dayOf(now),
        Credits.monthOf(now),
        now,
        amount,
        Credits.MOST,
        family);
  }

  @Override
  public boolean set(ApiKeyFamilyId family, Optional<Credits> credits, Instant now) {
    return database.changed(
        SET,
        credits.map(Credits::remaining),
        credits.map(Credits::refill).orElse(CreditRefill.NONE),
        credits.map(Credits::refillAmount).orElse(0L),
        now,
        family);
  }

  @Override
  public Optional<Credits> find(ApiKeyFamilyId family) {
    return database.first(FIND, JdbcApiKeyCreditStore::read, family);
  }

  private static Credits read(Columns columns) throws SQLException {
    return new Credits(columns.number(), columns.oneOf(CreditRefill.class), columns.number());
  }
}

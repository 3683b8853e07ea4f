package dev.gatehouse.jdbc;

/** The statements of {@link JdbcTotpStore}. */
final class TotpSql {
  static final String COLUMNS =
      "id, user_id, name, sealed_secret, last_step, created_at, expires_at, confirmed_at, last_used_at";

  static final Sql BEGIN =
      new Sql("totp_devices.begin", "insert into ${schema}.totp_devices (" + COLUMNS + """
      )
      values (?, ?, ?, ?, ?, ?, ?, null, null)
      on conflict (user_id) where confirmed_at is null do update
      set id = excluded.id, name = excluded.name, sealed_secret = excluded.sealed_secret,
          last_step = excluded.last_step, created_at = excluded.created_at,
          expires_at = excluded.expires_at, tries = 0""");

  static final Sql LIST = new Sql("totp_devices.list", "select " + COLUMNS + """

      from ${schema}.totp_devices where user_id = ? order by created_at, id""");

  static final Sql RESERVE_TRY = new Sql("totp_devices.reserve_try", """
      update ${schema}.totp_devices set tries = tries + 1
      where id = ? and user_id = ? and confirmed_at is null and tries < ?""");

  /**
   * The count needs no lock: an account has one pending device, so of two confirmations the second begins after the first
   * has committed.
   */
  static final Sql CONFIRM = new Sql("totp_devices.confirm", """
      update ${schema}.totp_devices d set confirmed_at = ?, last_used_at = ?, last_step = ?
      where d.id = ? and d.user_id = ? and d.confirmed_at is null and d.expires_at > ?
        and (select count(*) from ${schema}.totp_devices o
             where o.user_id = d.user_id and o.confirmed_at is not null) < ?""");

  /** The step is in the condition: a second caller waits for the first and then finds it taken. */
  static final Sql ADVANCE_STEP = new Sql("totp_devices.advance_step", """
      update ${schema}.totp_devices set last_step = ?, last_used_at = ?
      where id = ? and user_id = ? and confirmed_at is not null and last_step < ?""");

  static final Sql RESEAL = new Sql("totp_devices.reseal", """
      update ${schema}.totp_devices set sealed_secret = ? where id = ? and sealed_secret = ?""");

  static final Sql REMOVE = new Sql("totp_devices.remove", """
      delete from ${schema}.totp_devices
      where id = ? and user_id = ? and confirmed_at is not null""");

  static final Sql REMOVE_ALL = new Sql("totp_devices.remove_all", """
      delete from ${schema}.totp_devices where user_id = ?
      returning confirmed_at is not null""");

  static final Sql DELETE_EXPIRED = new Sql("totp_devices.delete_expired", """
      delete from ${schema}.totp_devices where id = any (array(
        select id from ${schema}.totp_devices where confirmed_at is null and expires_at < ?
        order by expires_at limit ? for update skip locked))""");

  private TotpSql() {}
}

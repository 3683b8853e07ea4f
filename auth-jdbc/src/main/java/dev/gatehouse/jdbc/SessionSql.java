package dev.gatehouse.jdbc;

/**
 * The statements of {@link JdbcSessionStore}. Locks are taken in the order account, session, chain of the audit trail;
 * several sessions are locked in the order of their ids.
 */
final class SessionSql {
  /** Live at the instant of the two parameters, given that the account is joined as {@code u}. */
  private static final String LIVE =
      "s.ended_at is null and s.epoch = u.epoch and s.idle_expires_at > ? and s.expires_at > ?";

  /**
   * The lock on the account lets the logins of one account follow each other, so that each sees the sessions of those
   * before it and the limit on sessions holds.
   */
  static final Sql OPEN = new Sql("sessions.open", """
      insert into ${schema}.sessions
        (id, user_id, epoch, refresh_digest, generation, methods, device, first_address, last_address,
         authenticated_at, created_at, last_seen_at, idle_expires_at, expires_at, ended_at, end_reason)
      select ?, u.id, u.epoch, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      from ${schema}.users u
      where u.id = ? and u.credential_epoch = ? and\s""" + UserRow.MAY_ACT + """

      for no key update of u
      returning epoch""");

  static final Sql FIND = new Sql(
      "sessions.find",
      "select " + SessionRow.COLUMNS + ", " + SessionRow.REPLAY_COLUMNS + ", " + UserRow.COLUMNS
          + """

      from ${schema}.sessions s join ${schema}.users u on u.id = s.user_id
      where s.id = ?""");

  /** The presented digest is in the condition: a second caller waits for the first and then finds another one. */
  static final Sql ROTATE = new Sql("sessions.rotate", """
      update ${schema}.sessions s
      set refresh_digest = ?, generation = s.generation + 1,
          replay_digest = s.refresh_digest, replay_sealed = ?, replay_at = ?,
          last_address = ?, last_seen_at = greatest(s.last_seen_at, ?), idle_expires_at = ?
      where s.id = ? and s.refresh_digest = ? and s.epoch = ?
        and s.ended_at is null and s.idle_expires_at > ? and s.expires_at > ?
        and exists (
          select 1 from ${schema}.users u
          where u.id = s.user_id and u.epoch = s.epoch and\s""" + UserRow.MAY_ACT + ")");

  static final Sql END = new Sql("sessions.end", """
      update ${schema}.sessions set ended_at = ?, end_reason = ?
      where id = ? and user_id = ? and ended_at is null""");

  /** Asked before the oldest are ended: nearly always there is none, and then that is all. */
  static final Sql HAS_MORE_THAN = new Sql("sessions.has_more_than", """
      select 1 from ${schema}.sessions where user_id = ? and ended_at is null offset ? limit 1""");

  static final Sql END_OLDEST = new Sql("sessions.end_oldest", """
      with surplus as (
        select s.id from ${schema}.sessions s join ${schema}.users u on u.id = s.user_id
        where s.user_id = ? and\s""" + LIVE + """

        order by s.created_at desc, s.id desc offset ?),
      locked as (
        select s.id from ${schema}.sessions s
        where s.id in (select id from surplus) and s.ended_at is null
        order by s.id for no key update)
      update ${schema}.sessions s set ended_at = ?, end_reason = ?
      from locked where s.id = locked.id
      returning s.id""");

  /** Only from the epoch just left: a session that died of an earlier one must not rise again. */
  static final Sql MOVE_TO_PRESENT_EPOCH = new Sql("sessions.move_to_present_epoch", """
      update ${schema}.sessions s set epoch = u.epoch
      from ${schema}.users u
      where s.id = ? and s.user_id = ? and u.id = s.user_id and s.ended_at is null
        and s.epoch >= u.epoch - 1""");

  static final Sql REAUTHENTICATE = new Sql("sessions.reauthenticate", """
      update ${schema}.sessions set authenticated_at = ?
      where id = ? and ended_at is null""");

  static final Sql PROVE = new Sql("sessions.prove", """
      update ${schema}.sessions s
      set authenticated_at = ?,
          methods = case when ?::text = any (s.methods) then s.methods else s.methods || ?::text end
      from ${schema}.users u
      where s.id = ? and u.id = s.user_id and\s""" + UserRow.MAY_ACT + " and " + LIVE);

  static final Sql LIST =
      new Sql("sessions.list", "select " + SessionRow.COLUMNS + """

      from ${schema}.sessions s join ${schema}.users u on u.id = s.user_id
      where s.user_id = ? and\s""" + LIVE + """

      order by s.created_at desc, s.id desc limit 100""");

  static final Sql TOUCH = new Sql("sessions.touch", """
      with seen as (
        select s.id, t.at
        from unnest(?::uuid[], ?::timestamptz[]) as t (id, at)
        join ${schema}.sessions s on s.id = t.id
        where s.last_seen_at < t.at
        order by s.id for no key update of s)
      update ${schema}.sessions s set last_seen_at = seen.at
      from seen where s.id = seen.id and s.last_seen_at < seen.at""");

  static final Sql DELETE_OVER = new Sql("sessions.delete_over", """
      delete from ${schema}.sessions where id = any (array(
        select id from ${schema}.sessions
        where least(idle_expires_at, expires_at, coalesce(ended_at, 'infinity'::timestamptz)) < ?
        order by least(idle_expires_at, expires_at, coalesce(ended_at, 'infinity'::timestamptz))
        limit ? for update skip locked))""");

  private SessionSql() {}
}

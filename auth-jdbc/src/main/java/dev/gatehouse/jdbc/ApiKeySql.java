package dev.gatehouse.jdbc;

/**
 * The statements of {@link JdbcApiKeyStore}. Several keys are locked in the order of their ids; the lock on an owner
 * comes before them, the chain of the audit trail after them.
 */
final class ApiKeySql {
  private static final String WRITTEN =
      "id, family_id, owner_kind, owner_id, digest, start, name, roles, permissions, detached, allow_from,"
          + " metadata_names, metadata_values, status, status_reason, created_at, expires_at, rotated_from,"
          + " last_used_at, last_used_address, version";

  private static final String PLACES =
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::uuid, ?::timestamptz,"
          + " ?, ?";

  /**
   * Until the end of the unit of work. An owner has no row of its own here, hence the lock by number; two owners of one
   * number wait for each other, and no more.
   */
  static final Sql LOCK_OWNER =
      new Sql("api_keys.lock_owner", "select true from (select pg_advisory_xact_lock(?)) locked");

  /** The lock comes first, as a statement of its own: only then does this one see what the others have added. */
  static final Sql INSERT =
      new Sql("api_keys.insert", """
      with allowed as (
        select 1 as one where (
          select count(*) from ${schema}.api_keys k
          where k.owner_id = ? and k.owner_kind = ? and k.status in ('ACTIVE', 'DISABLED', 'QUARANTINED')
            and (k.expires_at is null or k.expires_at > ?)) < ?),
      family as (
        insert into ${schema}.api_key_families (id, remaining, refill, refill_amount, refilled_at)
        select ?, ?::bigint, ?, ?, ?::timestamptz from allowed)
      insert into ${schema}.api_keys (""" + WRITTEN + """
      )
      select\s""" + PLACES + " from allowed");

  static final Sql FIND_BY_DIGEST =
      new Sql("api_keys.find_by_digest", "select " + ApiKeyRow.COLUMNS + """
      , k.digest, f.remaining is not null
      from ${schema}.api_keys k join ${schema}.api_key_families f on f.id = k.family_id
      where k.digest = ?""");

  static final Sql FIND = new Sql(
      "api_keys.find", "select " + ApiKeyRow.COLUMNS + " from ${schema}.api_keys k where k.id = ?");

  /** In two steps: the order of ids must not tempt anybody to walk through all keys by id. */
  static final Sql NAMING = new Sql("api_keys.naming", """
      with naming as materialized (
        select k.id from ${schema}.api_keys k
        where k.roles @> ?::text[] and k.status <> 'REVOKED' and (k.expires_at is null or k.expires_at > ?))
      select id from naming order by id limit ?""");

  static final Sql LIST_OF_OWNER =
      new Sql("api_keys.list_of_owner", "select " + ApiKeyRow.COLUMNS + """

      from ${schema}.api_keys k
      where k.owner_id = ? and k.owner_kind = ? and k.id < ? and (? or k.status <> 'REVOKED')
      order by k.id desc limit ?""");

  static final Sql LIST = new Sql("api_keys.list", "select " + ApiKeyRow.COLUMNS + """

      from ${schema}.api_keys k
      where k.id < ? and (? or k.status <> 'REVOKED')
      order by k.id desc limit ?""");

  /** The version is in the condition: a second caller waits for the first and then finds another one. */
  static final Sql CHANGE = new Sql("api_keys.change", """
      update ${schema}.api_keys k
      set name = ?, roles = ?, permissions = ?, detached = ?, allow_from = ?, metadata_names = ?,
          metadata_values = ?, status = ?, status_reason = ?, expires_at = n.expires_at, version = k.version + 1,
          ended_noted_at = null,
          expiring_announced = k.expiring_announced and k.expires_at is not distinct from n.expires_at,
          expired_announced = k.expired_announced and k.expires_at is not distinct from n.expires_at
      from (select ?::timestamptz as expires_at) n
      where k.id = ? and k.version = ?""");

  static final Sql REVOKE = new Sql("api_keys.revoke", """
      update ${schema}.api_keys k set status = 'REVOKED', status_reason = ?, version = k.version + 1
      where k.id = ? and k.status <> 'REVOKED'
      returning\s""" + ApiKeyRow.COLUMNS);

  /** Locks the family in order first, because writers of last uses hold several keys, too. */
  static final Sql ROTATE =
      new Sql("api_keys.rotate", """
      with locked as (
        select k.id from ${schema}.api_keys k
        where k.family_id = ? and k.status <> 'REVOKED'
        order by k.id for no key update),
      former as (
        update ${schema}.api_keys k
        set status = ?, status_reason = ?, expires_at = n.expires_at, version = k.version + 1,
            expiring_announced = k.expiring_announced and k.expires_at is not distinct from n.expires_at,
            expired_announced = k.expired_announced and k.expires_at is not distinct from n.expires_at
        from locked, (select ?::timestamptz as expires_at) n
        where k.id = locked.id and k.id = ? and k.version = ?
        returning k.id, k.family_id),
      older as (
        update ${schema}.api_keys k
        set status = 'REVOKED', status_reason = 'rotated', version = k.version + 1
        from former, locked
        where k.id = locked.id and k.family_id = former.family_id and k.id <> former.id
          and k.status = 'ROTATING')
      insert into ${schema}.api_keys (""" + WRITTEN + """
      )
      select\s""" + PLACES + " from former");

  static final Sql CLAIM_EXPIRING = claim(
      "expiring",
      "set expiring_announced = true",
      "not k.expiring_announced and k.status = 'ACTIVE' and k.expires_at <= ? order by k.expires_at");

  static final Sql CLAIM_ROTATION_DUE = claim(
      "rotation_due",
      "set rotation_announced = true",
      "not k.rotation_announced and k.status = 'ACTIVE' and k.created_at <= ? order by k.created_at");

  static final Sql CLAIM_EXPIRED = claim(
      "expired",
      "set expired_announced = true, expiring_announced = true",
      "not k.expired_announced and k.status <> 'REVOKED' and k.expires_at <= ? order by k.expires_at");

  static final Sql DELETE_ENDED = new Sql(
      "api_keys.delete_ended", "select id from ${schema}.delete_ended_api_keys(?, ?, ?) id");

  private ApiKeySql() {}

  private static Sql claim(String name, String change, String due) {
    return new Sql(
        "api_keys.claim_" + name,
        "update ${schema}.api_keys k " + change
            + " where k.id = any (array(select k.id from ${schema}.api_keys k where " + due
            + " limit ? for no key update skip locked)) returning " + ApiKeyRow.COLUMNS);
  }
}

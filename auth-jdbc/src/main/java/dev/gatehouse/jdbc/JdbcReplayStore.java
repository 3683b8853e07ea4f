package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import java.time.Instant;

/** Which ids have been used, in the table {@code used_ids}. An entry is over when the caller's clock and the server's say so. */
final class JdbcReplayStore implements ReplayStore {
  /** Waits for the disk when it commits, also where a role or a database is set not to; the rest of the unit of work, too. */
  static final Sql CLAIM = new Sql("used_ids.claim", """
      with durable as materialized (
        select case current_setting('synchronous_commit') when 'off'
          then set_config('synchronous_commit', 'on', true) else 'as set' end as mode)
      insert into ${schema}.used_ids as u (id, kept_until)
      select ?::bytea, ?::timestamptz from durable where durable.mode <> 'off'
      on conflict (id) do update set kept_until = excluded.kept_until
      where u.kept_until <= least(?::timestamptz, now())""");

  static final Sql DELETE_OVER = new Sql("used_ids.delete_over", """
      delete from ${schema}.used_ids where id = any (array(
        select id from ${schema}.used_ids where kept_until < least(?::timestamptz, now())
        order by kept_until limit ? for update skip locked))""");

  private final Database database;

  JdbcReplayStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean claim(Digest id, Instant issuedAt, Instant keptUntil, Instant now) {
    return database.changed(CLAIM, id, keptUntil, now);
  }

  @Override
  public int deleteOver(Instant cutoff, int limit) {
    return database.update(DELETE_OVER, cutoff, limit);
  }
}

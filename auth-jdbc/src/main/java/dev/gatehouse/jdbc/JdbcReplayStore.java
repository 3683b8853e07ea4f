package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import java.time.Instant;

/** Which ids have been used, in the table {@code used_ids}. An entry is over when the caller's clock and the server's say so. */
final class JdbcReplayStore implements ReplayStore {
  static final Sql CLAIM = new Sql("used_ids.claim", """
      insert into ${schema}.used_ids as u (id, kept_until) values (?, ?)
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

package dev.gatehouse.jdbc;

import dev.gatehouse.account.MailCooldownStore;
import dev.gatehouse.crypto.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** When an address may get the next mail of a kind, in the table {@code mail_cooldowns}. */
final class JdbcMailCooldownStore implements MailCooldownStore {
  /**
   * Takes the instants at which each possible wait would be over; the row says which of them it is. A wait that ends later
   * than the longest could was noted under a clock that ran ahead, and does not count.
   */
  static final Sql RESERVE = new Sql("mail_cooldowns.reserve", """
      insert into ${schema}.mail_cooldowns as c (key, mails, free_at, forgotten_at)
      values (?, 1, ?, ?)
      on conflict (key) do update
      set mails = case when c.forgotten_at <= ? then 1 else c.mails + 1 end,
          free_at = (?::timestamptz[])[case when c.forgotten_at <= ? then 1 else least(c.mails + 1, ?) end],
          forgotten_at = excluded.forgotten_at
      where c.free_at <= ? or c.forgotten_at <= ? or c.free_at > ?""");

  static final Sql DELETE_FORGOTTEN = new Sql("mail_cooldowns.delete_forgotten", """
      delete from ${schema}.mail_cooldowns where key = any (array(
        select key from ${schema}.mail_cooldowns where forgotten_at < ?
        order by forgotten_at limit ? for update skip locked))""");

  private final Database database;

  JdbcMailCooldownStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean reserve(Digest key, List<Duration> waits, Duration forgetAfter, Instant now) {
    Instant[] ends = waits.stream().map(now::plus).toArray(Instant[]::new);
    Instant latest = now.plus(Collections.max(waits));
    Instant forgotten = now.plus(forgetAfter);
    return database.changed(
        RESERVE, key, ends[0], forgotten, now, ends, now, ends.length, now, now, latest);
  }

  @Override
  public int deleteForgotten(Instant cutoff, int limit) {
    return database.update(DELETE_FORGOTTEN, cutoff, limit);
  }
}

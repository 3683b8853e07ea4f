package dev.gatehouse.jdbc;

import dev.gatehouse.event.Event;
import dev.gatehouse.event.OutboxStore;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Events that wait to leave the process, in the table {@code outbox}. */
final class JdbcOutboxStore implements OutboxStore {
  static final Sql APPEND = new Sql("outbox.append", """
      insert into ${schema}.outbox
        (id, at, type, outcome, subject, actor_kind, actor_id, address, user_agent, request_id, data)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?, ?))
      on conflict (id) do nothing""");

  static final Sql DELETE_BEFORE = new Sql("outbox.delete_before", """
      delete from ${schema}.outbox where id = any (array(
        select id from ${schema}.outbox where at < ?
        order by at limit ? for update skip locked))""");

  private final Database database;

  JdbcOutboxStore(Database database) {
    this.database = database;
  }

  @Override
  public void append(Event event) {
    Map<String, String> data = new TreeMap<>(event.data());
    database.update(
        APPEND,
        event.id(),
        event.at(),
        event.type().type(),
        event.outcome(),
        event.subject().map(subject -> subject.value()),
        event.actor().kind(),
        event.actor().id(),
        event.client().address(),
        event.client().userAgent(),
        event.client().requestId(),
        data.keySet().toArray(String[]::new),
        data.values().toArray(String[]::new));
  }

  @Override
  public int deleteBefore(Instant cutoff, int limit) {
    return database.update(DELETE_BEFORE, cutoff, limit);
  }
}

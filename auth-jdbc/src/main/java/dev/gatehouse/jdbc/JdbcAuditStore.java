package dev.gatehouse.jdbc;

import dev.gatehouse.audit.AuditHead;
import dev.gatehouse.audit.AuditLink;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.storage.Transactions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trail in the tables {@code audit} and {@code audit_heads}. An append holds its chain until the unit of work
 * commits, so a unit appends last; one that appends to several chains does so by {@link #appendAll}, which takes
 * them in order, or two such units may deadlock and PostgreSQL rolls one of them back.
 */
final class JdbcAuditStore implements AuditStore {
  /** Moves the head of the chain on and adds the record there: neither happens without the other. */
  static final Sql APPEND = new Sql("audit.append", """
      with head as (
        update ${schema}.audit_heads set sequence = sequence + 1, hash = sha256(hash || ?)
        where lane = ?
        returning lane, sequence, hash)
      insert into ${schema}.audit
        (lane, sequence, id, at, type, outcome, subject, actor_kind, actor_id, address, user_agent, request_id,
         data, hash)
      select lane, sequence, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?, ?), hash from head""");

  static final Sql READ = new Sql("audit.read", """
      select sequence, id, at, type, outcome, subject, actor_kind, actor_id, address, user_agent, request_id,
        array(select key from jsonb_each_text(data) order by key),
        array(select value from jsonb_each_text(data) order by key),
        hash
      from ${schema}.audit where lane = ? and sequence > ? order by sequence limit ?""");

  static final Sql HEAD = new Sql(
      "audit.head", "select lane, sequence, hash from ${schema}.audit_heads where lane = ?");

  private final Database database;
  private final Transactions transactions;

  JdbcAuditStore(Database database, Transactions transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  @Override
  public void append(AuditRecord record) {
    check(database.update(APPEND, values(record)));
  }

  @Override
  public void appendAll(List<AuditRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    List<Object[]> rows = records.stream()
        .sorted(Comparator.comparingInt(AuditRecord::lane))
        .map(JdbcAuditStore::values)
        .toList();
    transactions.run(
        () -> Arrays.stream(database.batch(APPEND, rows)).forEach(JdbcAuditStore::check));
  }

  @Override
  public List<AuditLink> read(int lane, long after, int limit) {
    return database.list(READ, JdbcAuditStore::link, lane, after, limit);
  }

  @Override
  public AuditHead head(int lane) {
    return database
        .first(
            HEAD,
            columns -> new AuditHead(columns.integer(), columns.number(), columns.digest()),
            lane)
        .orElseGet(() -> AuditHead.empty(lane));
  }

  private static void check(int added) {
    if (added != 1) {
      throw new StoreException("audit.append failed: the chain has no head");
    }
  }

  private static Object[] values(AuditRecord record) {
    Map<String, String> data = new TreeMap<>(record.data());
    return new Object[] {
      record.canonical(),
      record.lane(),
      record.id(),
      record.at(),
      record.type(),
      record.outcome(),
      record.subject(),
      record.actorKind(),
      record.actorId(),
      record.address(),
      record.userAgent(),
      record.requestId(),
      data.keySet().toArray(String[]::new),
      data.values().toArray(String[]::new)
    };
  }

  private static AuditLink link(Columns columns) throws SQLException {
    long sequence = columns.number();
    AuditRecord record = new AuditRecord(
        columns.uuid(),
        columns.instant(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.text(),
        columns.facts());
    return new AuditLink(sequence, record, columns.digest());
  }
}

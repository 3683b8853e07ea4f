package dev.gatehouse.jdbc;

import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.apikey.LastUse;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.apikey.UsageCursor;
import dev.gatehouse.apikey.UsageQuery;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What keys were used for, in the table {@code api_key_usage}, and their last uses, in {@code api_keys}. */
final class JdbcApiKeyUsageStore implements ApiKeyUsageStore {
  /** In the order of the primary key, so that two nodes that write the same counts wait for each other in one order. */
  static final Sql ADD = new Sql("api_key_usage.add", """
      insert into ${schema}.api_key_usage as u (family_id, hour, key_id, route_group, outcome, uses)
      select t.family_id, t.hour, t.key_id, t.route_group, t.outcome, sum(t.uses)
      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::text[], ?::bigint[])
        as t (family_id, hour, key_id, route_group, outcome, uses)
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (family_id, hour, key_id, route_group, outcome)
      do update set uses = u.uses + excluded.uses""");

  static final Sql READ = new Sql("api_key_usage.read", """
      select key_id, family_id, hour, route_group, outcome, uses from ${schema}.api_key_usage
      where family_id = ? and hour >= ? and hour < ?
        and (hour, key_id, route_group, outcome) > (?, ?, ?, ?)
      order by hour, key_id, route_group, outcome limit ?""");

  static final Sql TOUCH = new Sql("api_keys.touch", """
      with used as (
        select k.id, t.at, t.address
        from unnest(?::uuid[], ?::timestamptz[], ?::text[]) as t (id, at, address)
        join ${schema}.api_keys k on k.id = t.id
        where k.last_used_at is null or k.last_used_at + make_interval(secs => ?) <= t.at
        order by k.id for no key update of k)
      update ${schema}.api_keys k set last_used_at = used.at, last_used_address = used.address
      from used
      where k.id = used.id
        and (k.last_used_at is null or k.last_used_at + make_interval(secs => ?) <= used.at)""");

  static final Sql DELETE_BEFORE = new Sql("api_key_usage.delete_before", """
      delete from ${schema}.api_key_usage u using (
        select family_id, hour, key_id, route_group, outcome from ${schema}.api_key_usage
        where hour < ? order by hour limit ? for update skip locked) d
      where u.family_id = d.family_id and u.hour = d.hour and u.key_id = d.key_id
        and u.route_group = d.route_group and u.outcome = d.outcome""");

  /** No hour begins so early. */
  private static final UsageCursor BEFORE_ALL =
      new UsageCursor(Instant.EPOCH, new ApiKeyId(new UUID(0, 0)), "", "");

  private final Database database;

  JdbcApiKeyUsageStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Collection<UsageCount> counts) {
    if (counts.isEmpty()) {
      return;
    }
    database.update(
        ADD,
        counts.stream().map(count -> count.family().value()).toArray(UUID[]::new),
        counts.stream().map(UsageCount::hour).toArray(Instant[]::new),
        counts.stream().map(count -> count.key().value()).toArray(UUID[]::new),
        counts.stream().map(UsageCount::routeGroup).toArray(String[]::new),
        counts.stream().map(UsageCount::outcome).toArray(String[]::new),
        counts.stream().map(UsageCount::count).toArray(Long[]::new));
  }

  @Override
  public List<UsageCount> read(UsageQuery query) {
    UsageCursor after = query.after().orElse(BEFORE_ALL);
    return database.list(
        READ,
        JdbcApiKeyUsageStore::count,
        query.family(),
        query.from(),
        query.until(),
        after.hour(),
        after.key(),
        after.routeGroup(),
        after.outcome(),
        query.limit());
  }

  private static UsageCount count(Columns columns) throws SQLException {
    return new UsageCount(
        new ApiKeyId(columns.uuid()),
        new ApiKeyFamilyId(columns.uuid()),
        columns.instant(),
        columns.text(),
        columns.text(),
        columns.number());
  }

  @Override
  public void touch(Map<ApiKeyId, LastUse> lastUses, Duration interval) {
    if (lastUses.isEmpty()) {
      return;
    }
    List<Map.Entry<ApiKeyId, LastUse>> entries = List.copyOf(lastUses.entrySet());
    database.update(
        TOUCH,
        entries.stream().map(entry -> entry.getKey().value()).toArray(UUID[]::new),
        entries.stream().map(entry -> entry.getValue().at()).toArray(Instant[]::new),
        entries.stream().map(entry -> entry.getValue().address()).toArray(String[]::new),
        interval.toSeconds(),
        interval.toSeconds());
  }

  @Override
  public int deleteBefore(Instant cutoff, int limit) {
    return database.update(DELETE_BEFORE, cutoff, limit);
  }
}

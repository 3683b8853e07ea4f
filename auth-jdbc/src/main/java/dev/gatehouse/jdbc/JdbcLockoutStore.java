package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LaneRule;
import dev.gatehouse.throttle.Lock;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.Reservation;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Failed guesses, in the table {@code login_lanes}. */
final class JdbcLockoutStore implements LockoutStore {
  /**
   * Does not wait for the disk when it commits, nor does {@link #GIVE_BACK}: everybody sees the count at once, and a server
   * that crashes forgets the guesses of its last moment, three times {@code wal_writer_delay} at most.
   */
  static final Sql RESERVE = new Sql("login_lanes.reserve", """
      with soon as materialized (select set_config('synchronous_commit', 'off', true) as mode)
      select r.place, r.count, r.quick, r.shut_until from soon cross join ${schema}.login_lanes_reserve(
        ?::bytea[], ?::integer[], ?::integer[], ?::interval[], ?::interval[], ?::interval[], ?::interval[],
        ?::text[], ?::bytea[], ?::bytea[], ?) as r
      where soon.mode = 'off'""");

  /** Locks the rows in the order of their keys before it changes any. */
  static final Sql GIVE_BACK = new Sql("login_lanes.give_back", """
      with soon as materialized (select set_config('synchronous_commit', 'off', true) as mode),
      mine as materialized (
        select l.key from ${schema}.login_lanes l where l.key = any (?::bytea[]) order by l.key for update)
      update ${schema}.login_lanes l
      set failures = greatest(0, l.failures - w.less),
        free_at = least(l.free_at, l.last_at + ${schema}.login_lane_wait(
          greatest(0, l.failures - w.less), w.free, w.lock_after, w.first_lock, w.longest_lock))
      from unnest(?::bytea[], ?::integer[], ?::integer[], ?::integer[], ?::interval[], ?::interval[])
          as w (key, less, free, lock_after, first_lock, longest_lock)
        join mine on mine.key = w.key
        cross join soon
      where l.key = w.key and soon.mode = 'off'""");

  private static final String LOCK = "l.kind, l.key, l.subject, l.label, l.failures, l.free_at";

  static final Sql LOCKS = new Sql("login_lanes.locks", "select " + LOCK + """
       from ${schema}.login_lanes l
      where l.free_at > ? and l.free_at >= ? and (l.free_at, l.key) > (?, ?) and l.forgotten_at > ?
        and l.kind is not null
      order by l.free_at, l.key limit ?""");

  static final Sql LOCK_OF_KEY = new Sql("login_lanes.lock", "select " + LOCK + """
       from ${schema}.login_lanes l
      where l.key = ? and l.free_at > ? and l.forgotten_at > ? and l.kind is not null""");

  static final Sql LOCKS_ABOUT = new Sql("login_lanes.locks_about", "select " + LOCK + """
       from ${schema}.login_lanes l
      where l.subject = any (?::bytea[]) and l.free_at > ? and l.forgotten_at > ? and l.kind is not null
      order by l.free_at, l.key""");

  /** Answers with what was, of the lanes that were shut; opens all of them. */
  static final Sql OPEN = new Sql(
      "login_lanes.open",
      """
      with mine as materialized (
        select l.* from ${schema}.login_lanes l
        where l.subject = any (?::bytea[]) or l.key = any (?::bytea[])
        order by l.key for update),
      opened as (
        update ${schema}.login_lanes l set failures = 0, free_at = '-infinity' from mine where l.key = mine.key)
      select\s""" + LOCK
          + " from mine l where l.free_at > ? and l.forgotten_at > ? and l.kind is not null");

  static final Sql DELETE_FORGOTTEN = new Sql("login_lanes.delete_forgotten", """
      delete from ${schema}.login_lanes where key = any (array(
        select key from ${schema}.login_lanes where forgotten_at < ?
        order by forgotten_at limit ? for update skip locked))""");

  private final Database database;

  /** A row of the answer: a lane that was counted, or the moment at which all are open. */
  private record Row(int place, int count, boolean quick, Optional<Instant> shutUntil) {}

  JdbcLockoutStore(Database database) {
    this.database = database;
  }

  @Override
  public Reservation reserve(List<Lane> lanes, Instant now) {
    List<Row> rows = database.list(
        RESERVE,
        JdbcLockoutStore::row,
        keys(lanes),
        numbers(lanes, LaneRule::free),
        numbers(lanes, LaneRule::lockAfter),
        spans(lanes, LaneRule::firstLock),
        spans(lanes, LaneRule::longestLock),
        spans(lanes, LaneRule::quickWait),
        spans(lanes, LaneRule::resetAfter),
        lanes.stream().map(lane -> lane.kind().name()).toArray(String[]::new),
        lanes.stream().map(lane -> lane.subject().bytes()).toArray(byte[][]::new),
        lanes.stream().map(lane -> lane.label().bytes()).toArray(byte[][]::new),
        now);
    Optional<Instant> shut =
        rows.stream().flatMap(row -> row.shutUntil().stream()).findFirst();
    if (shut.isPresent()) {
      return new Reservation.Shut(shut.get());
    }
    List<Integer> counts = rows.stream()
        .sorted(Comparator.comparingInt(Row::place))
        .map(Row::count)
        .toList();
    return new Reservation.Reserved(counts, rows.stream().anyMatch(Row::quick));
  }

  private static Row row(Columns columns) throws SQLException {
    return new Row(columns.integer(), columns.integer(), columns.flag(), columns.maybeInstant());
  }

  @Override
  public void giveBack(List<Lane> lanes, List<Integer> failures) {
    int unused = database.update(
        GIVE_BACK,
        keys(lanes),
        keys(lanes),
        failures.stream().map(String::valueOf).toArray(String[]::new),
        numbers(lanes, LaneRule::free),
        numbers(lanes, LaneRule::lockAfter),
        spans(lanes, LaneRule::firstLock),
        spans(lanes, LaneRule::longestLock));
  }

  @Override
  public List<Lock> locks(Lock.After after, Instant now, int limit) {
    return database.list(
        LOCKS, JdbcLockoutStore::lock, now, after.until(), after.until(), after.key(), now, limit);
  }

  @Override
  public Optional<Lock> lock(Digest key, Instant now) {
    return database.list(LOCK_OF_KEY, JdbcLockoutStore::lock, key, now, now).stream()
        .findFirst();
  }

  @Override
  public List<Lock> locksAbout(List<Digest> subjects, Instant now) {
    return database.list(LOCKS_ABOUT, JdbcLockoutStore::lock, bytes(subjects), now, now);
  }

  @Override
  public List<Lock> open(List<Digest> subjects, List<Digest> keys, Instant now) {
    return database.list(OPEN, JdbcLockoutStore::lock, bytes(subjects), bytes(keys), now, now);
  }

  private static Lock lock(Columns columns) throws SQLException {
    return new Lock(
        columns.oneOf(Lane.Kind.class),
        columns.digest(),
        columns.digest(),
        columns.sealed(),
        columns.integer(),
        columns.instant());
  }

  @Override
  public int deleteForgotten(Instant cutoff, int limit) {
    return database.update(DELETE_FORGOTTEN, cutoff, limit);
  }

  private static byte[][] keys(List<Lane> lanes) {
    return bytes(lanes.stream().map(Lane::key).toList());
  }

  private static byte[][] bytes(List<Digest> digests) {
    return digests.stream().map(Digest::bytes).toArray(byte[][]::new);
  }

  private static String[] numbers(List<Lane> lanes, Function<LaneRule, Integer> number) {
    return lanes.stream().map(lane -> number.apply(lane.rule()).toString()).toArray(String[]::new);
  }

  private static String[] spans(List<Lane> lanes, Function<LaneRule, Duration> span) {
    return lanes.stream().map(lane -> span.apply(lane.rule()).toString()).toArray(String[]::new);
  }
}

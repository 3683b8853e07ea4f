package dev.gatehouse.jdbc;

import dev.gatehouse.otp.Attempt;
import dev.gatehouse.otp.AttemptLimits;
import dev.gatehouse.otp.FactorAttemptStore;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How often second factors were tried, in the table {@code factor_attempts}. */
final class JdbcFactorAttemptStore implements FactorAttemptStore {
  /**
   * Takes the instants at which each possible lock would end and be forgotten; the row says which of them it is. A lock
   * that ends later than twice the longest could was noted by a clock that ran ahead and does not count: nodes whose clocks
   * differ by less agree on every lock. A lock is added to {@code locks} by the first try after it, so that it can be taken
   * back until then. The age of locks is that of the last one: no other try renews it.
   */
  static final Sql RESERVE = new Sql("factor_attempts.reserve", """
      insert into ${schema}.factor_attempts as a (user_id, factor, failures, locks, locked_until, forgotten_at)
      values (?, ?, 1, 0, null, ?)
      on conflict (user_id, factor) do update
      set failures = case when a.forgotten_at <= ? or a.failures >= ? then 1 else a.failures + 1 end,
          locks = case when a.forgotten_at <= ? then 0 when a.failures >= ? then a.locks + 1 else a.locks end,
          locked_until = case when a.forgotten_at > ? and a.failures + 1 = ?
            then (?::timestamptz[])[least(a.locks + 1, ?)] end,
          forgotten_at = case
            when a.forgotten_at > ? and a.failures + 1 = ? then (?::timestamptz[])[least(a.locks + 1, ?)]
            when a.forgotten_at > ? and (a.locks > 0 or a.failures >= ?) then least(a.forgotten_at, ?)
            else excluded.forgotten_at end
      where a.locked_until is null or a.locked_until <= ? or a.locked_until > ? or a.forgotten_at <= ?
      returning locked_until""");

  static final Sql LOCKED_UNTIL = new Sql("factor_attempts.locked_until", """
      select locked_until from ${schema}.factor_attempts where user_id = ? and factor = ?""");

  static final Sql SUCCEEDED = new Sql("factor_attempts.succeeded", """
      update ${schema}.factor_attempts set failures = 0, locked_until = null where user_id = ? and factor = ?""");

  static final Sql LIFT = new Sql("factor_attempts.lift", """
      update ${schema}.factor_attempts set locked_until = null
      where user_id = ? and locked_until is not null and locks + 1 < ?""");

  static final Sql CLEAR_ALL = new Sql(
      "factor_attempts.clear_all", "delete from ${schema}.factor_attempts where user_id = ?");

  static final Sql DELETE_FORGOTTEN = new Sql("factor_attempts.delete_forgotten", """
      delete from ${schema}.factor_attempts where (user_id, factor) in (
        select user_id, factor from ${schema}.factor_attempts where forgotten_at < ?
        order by forgotten_at limit ? for update skip locked)""");

  private final Database database;

  JdbcFactorAttemptStore(Database database) {
    this.database = database;
  }

  @Override
  public Attempt reserve(UserId user, String factor, AttemptLimits limits, Instant now) {
    List<Duration> locks = limits.locks();
    Instant[] ends = locks.stream().map(now::plus).toArray(Instant[]::new);
    Instant[] forgotten = locks.stream()
        .map(lock -> now.plus(lock).plus(limits.forgetAfter()))
        .toArray(Instant[]::new);
    int most = limits.failures();
    return database
        .first(
            RESERVE,
            Columns::maybeInstant,
            user,
            factor,
            now.plus(limits.forgetAfter()),
            now,
            most,
            now,
            most,
            now,
            most,
            ends,
            ends.length,
            now,
            most,
            forgotten,
            forgotten.length,
            now,
            most,
            forgotten[forgotten.length - 1],
            now,
            now.plus(limits.longestLock().multipliedBy(2)),
            now)
        .map(lock -> new Attempt(true, lock))
        .orElseGet(() -> new Attempt(false, Optional.of(lockedUntil(user, factor, now))));
  }

  private Instant lockedUntil(UserId user, String factor, Instant now) {
    return database
        .first(LOCKED_UNTIL, Columns::maybeInstant, user, factor)
        .flatMap(until -> until)
        .orElse(now);
  }

  @Override
  public void succeeded(UserId user, String factor) {
    database.update(SUCCEEDED, user, factor);
  }

  @Override
  public void lift(UserId user, AttemptLimits limits) {
    database.update(LIFT, user, limits.locks().size());
  }

  @Override
  public void clearAll(UserId user) {
    database.update(CLEAR_ALL, user);
  }

  @Override
  public int deleteForgotten(Instant cutoff, int limit) {
    return database.update(DELETE_FORGOTTEN, cutoff, limit);
  }
}

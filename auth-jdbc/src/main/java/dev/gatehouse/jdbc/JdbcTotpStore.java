package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TotpStore;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Authenticator apps in the table {@code totp_devices}. */
final class JdbcTotpStore implements TotpStore {
  private final Database database;

  JdbcTotpStore(Database database) {
    this.database = database;
  }

  @Override
  public void begin(TotpDevice pending) {
    database.update(
        TotpSql.BEGIN,
        pending.id(),
        pending.user(),
        pending.name(),
        pending.secret(),
        pending.lastStep(),
        pending.createdAt(),
        pending.expiresAt());
  }

  @Override
  public List<TotpDevice> list(UserId user) {
    return database.list(TotpSql.LIST, JdbcTotpStore::read, user);
  }

  @Override
  public boolean reserveTry(UserId user, TotpDeviceId id, int most) {
    return database.changed(TotpSql.RESERVE_TRY, id, user, most);
  }

  @Override
  public boolean confirm(UserId user, TotpDeviceId id, long step, int most, Instant now) {
    return database.changed(TotpSql.CONFIRM, now, now, step, id, user, now, most);
  }

  @Override
  public boolean advanceStep(UserId user, TotpDeviceId id, long step, Instant now) {
    return database.changed(TotpSql.ADVANCE_STEP, step, now, id, user, step);
  }

  @Override
  public boolean reseal(TotpDeviceId id, Sealed before, Sealed after) {
    return database.changed(TotpSql.RESEAL, after, id, before);
  }

  @Override
  public boolean remove(UserId user, TotpDeviceId id) {
    return database.changed(TotpSql.REMOVE, id, user);
  }

  @Override
  public int removeAll(UserId user) {
    return (int) database.list(TotpSql.REMOVE_ALL, Columns::flag, user).stream()
        .filter(confirmed -> confirmed)
        .count();
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return database.update(TotpSql.DELETE_EXPIRED, cutoff, limit);
  }

  private static TotpDevice read(Columns columns) throws SQLException {
    return new TotpDevice(
        new TotpDeviceId(columns.uuid()),
        new UserId(columns.uuid()),
        columns.text(),
        columns.sealed(),
        columns.number(),
        columns.instant(),
        columns.instant(),
        columns.maybeInstant(),
        columns.maybeInstant());
  }
}

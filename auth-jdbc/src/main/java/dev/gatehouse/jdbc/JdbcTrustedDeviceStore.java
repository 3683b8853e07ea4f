package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.otp.TrustedDevice;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Trusted browsers in the table {@code trusted_devices}. */
final class JdbcTrustedDeviceStore implements TrustedDeviceStore {
  /** The lock on the account lets its logins follow each other, so that each sees the browsers of those before it. */
  static final Sql INSERT = new Sql("trusted_devices.insert", """
      insert into ${schema}.trusted_devices
        (id, user_id, digest, epoch, name, address, created_at, last_used_at, expires_at)
      select ?, u.id, ?, ?, ?, ?, ?, ?, ? from ${schema}.users u where u.id = ?
      for no key update of u""");

  /** What was just added stays, and what is of an earlier epoch goes first: a clock may have been set back since. */
  static final Sql DELETE_SURPLUS = new Sql("trusted_devices.delete_surplus", """
      delete from ${schema}.trusted_devices where id = any (array(
        select id from ${schema}.trusted_devices where user_id = ?
        order by id = ? desc, epoch desc, created_at desc, id desc offset ?))""");

  static final Sql USE = new Sql("trusted_devices.use", """
      update ${schema}.trusted_devices t set last_used_at = ?
      from ${schema}.users u
      where t.digest = ? and t.user_id = ? and t.expires_at > ?
        and u.id = t.user_id and u.epoch = t.epoch""");

  static final Sql LIST = new Sql("trusted_devices.list", """
      select t.id, t.user_id, t.digest, t.epoch, t.name, t.address, t.created_at, t.last_used_at, t.expires_at
      from ${schema}.trusted_devices t join ${schema}.users u on u.id = t.user_id
      where t.user_id = ? and t.expires_at > ? and u.epoch = t.epoch
      order by t.created_at desc limit 100""");

  static final Sql REMOVE = new Sql(
      "trusted_devices.remove",
      "delete from ${schema}.trusted_devices where id = ? and user_id = ?");

  static final Sql REMOVE_ALL = new Sql(
      "trusted_devices.remove_all", "delete from ${schema}.trusted_devices where user_id = ?");

  static final Sql DELETE_EXPIRED = new Sql("trusted_devices.delete_expired", """
      delete from ${schema}.trusted_devices where id = any (array(
        select id from ${schema}.trusted_devices where expires_at < ?
        order by expires_at limit ? for update skip locked))""");

  private final Database database;
  private final Transactions transactions;

  JdbcTrustedDeviceStore(Database database, Transactions transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  @Override
  public void insert(TrustedDevice device, int most) {
    transactions.run(() -> {
      database.update(
          INSERT,
          device.id(),
          device.digest(),
          device.epoch(),
          device.name(),
          device.address(),
          device.createdAt(),
          device.lastUsedAt(),
          device.expiresAt(),
          device.user());
      database.update(DELETE_SURPLUS, device.user(), device.id(), most);
    });
  }

  @Override
  public boolean use(UserId user, Digest digest, Instant now) {
    return database.changed(USE, now, digest, user, now);
  }

  @Override
  public List<TrustedDevice> list(UserId user, Instant now) {
    return database.list(LIST, JdbcTrustedDeviceStore::read, user, now);
  }

  @Override
  public boolean remove(UserId user, TrustedDeviceId id) {
    return database.changed(REMOVE, id, user);
  }

  @Override
  public int removeAll(UserId user) {
    return database.update(REMOVE_ALL, user);
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return database.update(DELETE_EXPIRED, cutoff, limit);
  }

  private static TrustedDevice read(Columns columns) throws SQLException {
    return new TrustedDevice(
        new TrustedDeviceId(columns.uuid()),
        new UserId(columns.uuid()),
        columns.digest(),
        columns.number(),
        columns.text(),
        columns.text(),
        columns.instant(),
        columns.instant(),
        columns.instant());
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.service.SecretRotation;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.ServiceRecord.PreviousSecret;
import dev.gatehouse.service.ServiceStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Service principals in the table {@code services}. */
final class JdbcServiceStore implements ServiceStore {
  private final Database database;

  JdbcServiceStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean insert(ServiceRecord service) {
    return database.changed(
        ServiceSql.INSERT,
        service.id(),
        service.name(),
        service.audiences().toArray(String[]::new),
        service.enabled(),
        service.epoch(),
        service.secret(),
        service.secretAt(),
        service.previous().map(PreviousSecret::digest),
        service.previous().map(PreviousSecret::endsAt),
        service.createdAt());
  }

  @Override
  public Optional<ServiceRecord> find(ServiceId id) {
    return database.first(ServiceSql.FIND, JdbcServiceStore::read, id);
  }

  @Override
  public List<ServiceRecord> list(Optional<ServiceId> after, int limit) {
    return database.list(ServiceSql.LIST, JdbcServiceStore::read, after, limit);
  }

  @Override
  public Optional<ServiceRecord> rotate(SecretRotation rotation) {
    return database.first(
        ServiceSql.ROTATE,
        JdbcServiceStore::read,
        rotation.oldEndsAt(),
        rotation.successor(),
        rotation.now(),
        rotation.service(),
        rotation.now());
  }

  @Override
  public Optional<ServiceRecord> replace(SecretRotation rotation) {
    return database.first(
        ServiceSql.REPLACE,
        JdbcServiceStore::read,
        rotation.successor(),
        rotation.now(),
        rotation.service());
  }

  @Override
  public boolean endPrevious(ServiceId id, Instant now) {
    return database.changed(ServiceSql.END_PREVIOUS, id, now);
  }

  @Override
  public Optional<ServiceRecord> changeAudiences(ServiceId id, Set<String> audiences) {
    return database.first(
        ServiceSql.CHANGE_AUDIENCES, JdbcServiceStore::read, audiences.toArray(String[]::new), id);
  }

  @Override
  public Optional<ServiceRecord> changeStatus(ServiceId id, boolean enabled) {
    return database.first(ServiceSql.CHANGE_STATUS, JdbcServiceStore::read, enabled, id, enabled);
  }

  @Override
  public boolean advanceEpoch(ServiceId id, long epoch) {
    return database.changed(ServiceSql.ADVANCE_EPOCH, id, epoch);
  }

  @Override
  public Optional<ServiceRecord> delete(ServiceId id) {
    return database.first(ServiceSql.DELETE, JdbcServiceStore::read, id);
  }

  private static ServiceRecord read(Columns columns) throws SQLException {
    UUID id = columns.uuid();
    String name = columns.text();
    Set<String> audiences = columns.textSet();
    boolean enabled = columns.flag();
    long epoch = columns.number();
    Digest secret = columns.digest();
    Instant secretAt = columns.instant();
    Optional<Digest> previous = columns.maybeDigest();
    Optional<Instant> previousEndsAt = columns.maybeInstant();
    return new ServiceRecord(
        new ServiceId(id),
        name,
        audiences,
        enabled,
        epoch,
        secret,
        secretAt,
        previous.flatMap(digest -> previousEndsAt.map(end -> new PreviousSecret(digest, end))),
        columns.instant());
  }
}

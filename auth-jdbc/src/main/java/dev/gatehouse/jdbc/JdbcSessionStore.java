package dev.gatehouse.jdbc;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Rotation;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionState;
import dev.gatehouse.session.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions in the table {@code sessions}. */
final class JdbcSessionStore implements SessionStore {
  private final Database database;

  JdbcSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Long> open(SessionRecord session, long credentialEpoch) {
    return database.first(
        SessionSql.OPEN,
        Columns::number,
        session.id(),
        session.refreshDigest(),
        session.generation(),
        session.methods().toArray(String[]::new),
        session.device(),
        session.firstAddress(),
        session.lastAddress(),
        session.authenticatedAt(),
        session.createdAt(),
        session.lastSeenAt(),
        session.idleExpiresAt(),
        session.expiresAt(),
        session.endedAt(),
        session.endReason().map(Enum::name),
        session.user(),
        credentialEpoch,
        session.createdAt());
  }

  @Override
  public Optional<SessionState> find(SessionId id) {
    return database.first(SessionSql.FIND, SessionRow::readState, id);
  }

  @Override
  public boolean rotate(Rotation rotation) {
    Instant now = rotation.now();
    return database.changed(
        SessionSql.ROTATE,
        rotation.successor(),
        rotation.sealedAnswer(),
        now,
        rotation.address(),
        now,
        rotation.idleExpiresAt(),
        rotation.session(),
        rotation.presented(),
        rotation.epoch(),
        now,
        now,
        now);
  }

  @Override
  public boolean end(SessionId id, UserId user, EndReason reason, Instant now) {
    return database.changed(SessionSql.END, now, reason, id, user);
  }

  @Override
  public List<SessionId> endOldest(UserId user, int keep, EndReason reason, Instant now) {
    if (database.first(SessionSql.HAS_MORE_THAN, Columns::integer, user, keep).isEmpty()) {
      return List.of();
    }
    return database.list(
        SessionSql.END_OLDEST,
        columns -> new SessionId(columns.uuid()),
        user,
        now,
        now,
        keep,
        now,
        reason);
  }

  @Override
  public boolean moveToPresentEpoch(SessionId id, UserId user) {
    return database.changed(SessionSql.MOVE_TO_PRESENT_EPOCH, id, user);
  }

  @Override
  public boolean reauthenticate(SessionId id, Instant now) {
    return database.changed(SessionSql.REAUTHENTICATE, now, id);
  }

  @Override
  public boolean prove(SessionId id, String method, Instant now) {
    return database.changed(SessionSql.PROVE, now, method, method, id, now, now, now);
  }

  @Override
  public List<SessionRecord> list(UserId user, Instant now) {
    return database.list(SessionSql.LIST, SessionRow::read, user, now, now);
  }

  @Override
  public void touch(Map<SessionId, Instant> lastSeen) {
    if (lastSeen.isEmpty()) {
      return;
    }
    List<Map.Entry<SessionId, Instant>> entries = List.copyOf(lastSeen.entrySet());
    UUID[] ids = entries.stream().map(entry -> entry.getKey().value()).toArray(UUID[]::new);
    Instant[] instants = entries.stream().map(Map.Entry::getValue).toArray(Instant[]::new);
    database.update(SessionSql.TOUCH, ids, instants);
  }

  @Override
  public int deleteOver(Instant cutoff, int limit) {
    return database.update(SessionSql.DELETE_OVER, cutoff, limit);
  }
}

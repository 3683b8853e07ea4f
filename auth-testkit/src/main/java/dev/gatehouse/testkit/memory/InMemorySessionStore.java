package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.Replay;
import dev.gatehouse.session.Rotation;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.SessionState;
import dev.gatehouse.session.SessionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The model of {@link SessionStore}: {@link SessionState#deadAt} says which sessions live. */
final class InMemorySessionStore implements SessionStore {
  private static final int LIST_LIMIT = 100;

  private final Memory memory;
  private final Table<UserId, User> users;
  private final Table<SessionId, Row> rows;

  private record Row(SessionRecord session, Optional<Replay> replay) {}

  InMemorySessionStore(Memory memory, Table<UserId, User> users) {
    this.memory = memory;
    this.users = users;
    this.rows = new Table<>(memory);
  }

  @Override
  public Optional<Long> open(SessionRecord session, long credentialEpoch) {
    return memory.call(() -> {
      Optional<User> user = users
          .get(session.user())
          .filter(owner -> owner.statusAt(session.createdAt()) == UserStatus.ACTIVE)
          .filter(owner -> owner.credentialEpoch() == credentialEpoch);
      user.ifPresent(owner -> save(SessionChange.epoch(session, owner.epoch()), Optional.empty()));
      return user.map(User::epoch);
    });
  }

  @Override
  public Optional<SessionState> find(SessionId id) {
    return memory.call(() -> rows.get(id).flatMap(this::state));
  }

  @Override
  public boolean rotate(Rotation rotation) {
    return memory.call(() -> {
      Optional<SessionRecord> current = find(rotation.session())
          .filter(state -> state.deadAt(rotation.now()).isEmpty())
          .map(SessionState::session)
          .filter(session -> session.epoch() == rotation.epoch())
          .filter(session -> session.refreshDigest().equals(rotation.presented()));
      Replay replay = new Replay(rotation.presented(), rotation.sealedAnswer(), rotation.now());
      current.ifPresent(
          session -> save(SessionChange.rotated(session, rotation), Optional.of(replay)));
      return current.isPresent();
    });
  }

  @Override
  public boolean end(SessionId id, UserId user, EndReason reason, Instant now) {
    return memory.call(() -> {
      Optional<Row> row = unended(id).filter(found -> found.session().user().equals(user));
      row.ifPresent(found -> end(found, reason, now));
      return row.isPresent();
    });
  }

  @Override
  public List<SessionId> endOldest(UserId user, int keep, EndReason reason, Instant now) {
    return memory.call(() -> {
      List<Row> doomed = live(user, now).skip(keep).toList();
      doomed.forEach(row -> end(row, reason, now));
      return doomed.stream().map(row -> row.session().id()).toList();
    });
  }

  @Override
  public boolean moveToPresentEpoch(SessionId id, UserId user) {
    return memory.call(() -> {
      long epoch = users.get(user).map(User::epoch).orElse(0L);
      Optional<Row> row = unended(id)
          .filter(found -> found.session().user().equals(user))
          .filter(found -> found.session().epoch() >= epoch - 1);
      row.ifPresent(found -> save(SessionChange.epoch(found.session(), epoch), found.replay()));
      return row.isPresent();
    });
  }

  @Override
  public boolean reauthenticate(SessionId id, Instant now) {
    return memory.call(() -> {
      Optional<Row> row = unended(id);
      row.ifPresent(
          found -> save(SessionChange.authenticated(found.session(), now), found.replay()));
      return row.isPresent();
    });
  }

  @Override
  public boolean prove(SessionId id, String method, Instant now) {
    return memory.call(() -> {
      Optional<Row> row = rows.get(id)
          .filter(
              found -> state(found).filter(state -> state.deadAt(now).isEmpty()).isPresent());
      row.ifPresent(
          found -> save(SessionChange.proven(found.session(), method, now), found.replay()));
      return row.isPresent();
    });
  }

  @Override
  public List<SessionRecord> list(UserId user, Instant now) {
    return memory.call(() -> live(user, now).limit(LIST_LIMIT).map(Row::session).toList());
  }

  @Override
  public void touch(Map<SessionId, Instant> lastSeen) {
    memory.run(() -> lastSeen.forEach((id, seen) -> rows.get(id)
        .filter(row -> row.session().lastSeenAt().isBefore(seen))
        .ifPresent(row -> save(SessionChange.seen(row.session(), seen), row.replay()))));
  }

  @Override
  public int deleteOver(Instant cutoff, int limit) {
    return memory.call(
        () -> rows.removeWhere(row -> overAt(row.session()).isBefore(cutoff), limit));
  }

  private static Instant overAt(SessionRecord session) {
    return Stream.of(session.idleExpiresAt(), session.endedAt().orElse(session.expiresAt()))
        .reduce(session.expiresAt(), (a, b) -> a.isBefore(b) ? a : b);
  }

  private Optional<SessionState> state(Row row) {
    return users
        .get(row.session().user())
        .map(user -> new SessionState(row.session(), user, row.replay()));
  }

  private Optional<Row> unended(SessionId id) {
    return rows.get(id).filter(row -> row.session().endedAt().isEmpty());
  }

  private Stream<Row> live(UserId user, Instant now) {
    return rows
        .where(row -> row.session().user().equals(user)
            && state(row).filter(state -> state.deadAt(now).isEmpty()).isPresent())
        .stream()
        .sorted(Comparator.comparing((Row row) -> row.session().createdAt()).reversed());
  }

  private void end(Row row, EndReason reason, Instant now) {
    save(SessionChange.ended(row.session(), reason, now), row.replay());
  }

  private void save(SessionRecord session, Optional<Replay> replay) {
    rows.put(session.id(), new Row(session, replay));
  }
}

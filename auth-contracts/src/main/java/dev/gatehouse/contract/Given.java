package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.testkit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What the contracts put into a storage before they look at it. */
final class Given {
  private Given() {}

  /** Returns a new active account that is in the storage. */
  static User account(Storage storage) {
    User user = Samples.user();
    assertThat(storage.users().insert(user)).isTrue();
    return user;
  }

  static SessionId newSessionId() {
    return new SessionId(UUID.randomUUID());
  }

  /** Returns the id of a new live session of the account. */
  static SessionId session(Storage storage, User user, Instant at) {
    SessionId id = newSessionId();
    SessionRecord session = Samples.session(id, user.id(), at);
    assertThat(storage.sessions().open(session, user.credentialEpoch())).isPresent();
    return id;
  }

  /** Returns the ids of new live sessions, opened one second after the other. */
  static List<SessionId> sessions(Storage storage, User user, int count) {
    return Stream.iterate(NOW, at -> at.plusSeconds(1))
        .limit(count)
        .map(at -> session(storage, user, at))
        .toList();
  }

  static SessionRecord found(Storage storage, SessionId id) {
    return storage.sessions().find(id).orElseThrow().session();
  }

  /** Returns the ids of the live sessions, as the store lists them. */
  static List<SessionId> live(Storage storage, User user, Instant now) {
    return storage.sessions().list(user.id(), now).stream()
        .map(SessionRecord::id)
        .toList();
  }
}

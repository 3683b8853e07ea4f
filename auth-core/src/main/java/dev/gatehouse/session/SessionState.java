package dev.gatehouse.session;

import dev.gatehouse.account.User;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Instant;
import java.util.Optional;

/**
 * A session together with its account: everything a verdict about the session needs, read by one statement.
 *
 * @param replay the sealed answer to the last rotation, for duplicates within the grace; empty if there is none
 * @param principal whom the session lets act
 */
public record SessionState(
    SessionRecord session, User user, Optional<Replay> replay, UserPrincipal principal) {

  /** Joins a session and its account; the principal follows from both. */
  public SessionState(SessionRecord session, User user, Optional<Replay> replay) {
    this(
        session,
        user,
        replay,
        new UserPrincipal(user.id(), session.id(), session.methods(), session.authenticatedAt()));
  }

  /** Returns why the session is dead at an instant, or empty if it lives. */
  public Optional<EndReason> deadAt(Instant now) {
    return SessionLease.of(this).deadAt(now);
  }
}

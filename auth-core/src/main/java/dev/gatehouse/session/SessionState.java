package dev.gatehouse.session;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
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
    if (session.endedAt().isPresent()) {
      return Optional.of(session.endReason().orElse(EndReason.REVOKED));
    }
    if (user.statusAt(now) != UserStatus.ACTIVE) {
      return Optional.of(EndReason.ACCOUNT_DISABLED);
    }
    if (session.epoch() != user.epoch()) {
      return Optional.of(EndReason.REVOKED);
    }
    if (!now.isBefore(session.expiresAt())) {
      return Optional.of(EndReason.EXPIRED);
    }
    return now.isBefore(session.idleExpiresAt()) ? Optional.empty() : Optional.of(EndReason.IDLE);
  }
}

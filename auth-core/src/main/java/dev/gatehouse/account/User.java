package dev.gatehouse.account;

import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An account.
 *
 * @param status as stored; {@link #statusAt} takes the end of a pause into account
 * @param statusReason for people, set by whoever changed the status; empty if none
 * @param statusUntil when a pause ends by itself
 * @param epoch rises whenever all sessions must end; a session of a lower epoch is dead
 * @param credentialEpoch rises whenever a credential changes; a login that began before is void
 */
public record User(
    UserId id,
    EmailAddress email,
    boolean emailVerified,
    String name,
    Locale locale,
    UserStatus status,
    String statusReason,
    Optional<Instant> statusUntil,
    long epoch,
    long credentialEpoch,
    Instant createdAt) {

  /** Returns the status at an instant: a pause that has run out is over without anybody writing it down. */
  public UserStatus statusAt(Instant now) {
    boolean pauseOver = status == UserStatus.PAUSED
        && statusUntil.filter(end -> !now.isBefore(end)).isPresent();
    return pauseOver ? UserStatus.ACTIVE : status;
  }

  @Override
  public String toString() {
    return "User(" + id + ", " + status + ")";
  }
}

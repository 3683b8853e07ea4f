package dev.gatehouse.apikey;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.service.ServiceRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the owner of a key may act.
 *
 * @param active whether at any instant
 * @param activeAgainAt if not: from when on, if that is known
 */
public record OwnerState(boolean active, Optional<Instant> activeAgainAt) {

  /** Returns the state of an account: its keys work while it is active, and again once a pause is over. */
  public static OwnerState of(User user) {
    boolean paused = user.status() == UserStatus.PAUSED;
    return new OwnerState(
        user.status() == UserStatus.ACTIVE, paused ? user.statusUntil() : Optional.empty());
  }

  /** Returns the state of a service: its keys work while it is enabled. */
  public static OwnerState of(ServiceRecord service) {
    return new OwnerState(service.enabled(), Optional.empty());
  }

  /** Tells whether the owner may act at an instant. */
  public boolean mayActAt(Instant now) {
    return active || activeAgainAt.filter(end -> !now.isBefore(end)).isPresent();
  }
}

package dev.gatehouse.session;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verdict about a session needs of the session and its account, and nothing more: no address, no name, no token.
 *
 * @param inAccountsEpoch whether the session lives in the account's present epoch
 * @param accountEpoch the account's present epoch
 * @param mayActFrom from when on the account may act, if nobody changes it; empty if never
 * @param ended why it was ended; empty if nobody did
 */
record SessionLease(
    UserPrincipal principal,
    boolean inAccountsEpoch,
    long accountEpoch,
    Optional<Instant> mayActFrom,
    Instant lastSeenAt,
    Instant idleExpiresAt,
    Instant expiresAt,
    Optional<EndReason> ended) {

  static SessionLease of(SessionState state) {
    SessionRecord session = state.session();
    return new SessionLease(
        state.principal(),
        session.epoch() == state.user().epoch(),
        state.user().epoch(),
        mayActFrom(state.user()),
        session.lastSeenAt(),
        session.idleExpiresAt(),
        session.expiresAt(),
        session.endedAt().map(at -> session.endReason().orElse(EndReason.REVOKED)));
  }

  private static Optional<Instant> mayActFrom(User user) {
    if (user.statusAt(Instant.MIN) == UserStatus.ACTIVE) {
      return Optional.of(Instant.MIN);
    }
    return user.statusAt(Instant.MAX) == UserStatus.ACTIVE ? user.statusUntil() : Optional.empty();
  }

  /** Returns why the session is dead at an instant, or empty if it lives. */
  Optional<EndReason> deadAt(Instant now) {
    if (ended.isPresent()) {
      return ended;
    }
    if (mayActFrom.filter(from -> !now.isBefore(from)).isEmpty()) {
      return Optional.of(EndReason.ACCOUNT_DISABLED);
    }
    if (!inAccountsEpoch) {
      return Optional.of(EndReason.REVOKED);
    }
    if (!now.isBefore(expiresAt)) {
      return Optional.of(EndReason.EXPIRED);
    }
    return now.isBefore(idleExpiresAt) ? Optional.empty() : Optional.of(EndReason.IDLE);
  }
}

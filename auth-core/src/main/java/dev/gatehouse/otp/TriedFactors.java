package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.Fault;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts tries before they are judged, and tells the owner of a lock: whoever caused it knows the password. */
final class TriedFactors {
  private static final Logger LOG = LoggerFactory.getLogger(TriedFactors.class);

  private final FactorAttemptStore attempts;
  private final AttemptLimits limits;
  private final UserStore users;
  private final Surroundings around;

  TriedFactors(
      FactorAttemptStore attempts, AttemptLimits limits, UserStore users, Surroundings around) {
    this.attempts = attempts;
    this.limits = limits;
    this.users = users;
    this.around = around;
  }

  /**
   * Counts a try.
   *
   * @throws AuthException FACTOR_LOCKED after too many
   */
  Attempt reserve(UserId user, String factor) {
    Instant now = around.now();
    Attempt attempt = attempts.reserve(user, factor, limits, now);
    if (attempt.isGranted()) {
      return attempt;
    }
    Duration wait = Duration.between(now, attempt.lockedUntil().orElse(now));
    throw new AuthException(
            ErrorCode.FACTOR_LOCKED, "Too many wrong codes; wait, or use another factor.")
        .retryAfter(wait);
  }

  /** Forgets the failures of a factor that was right. If that fails they stay counted: the proof was right all the same. */
  void succeeded(UserId user, String factor) {
    try {
      attempts.succeeded(user, factor);
    } catch (StoreException e) {
      LOG.warn("The failures of a factor that was right stay counted: {}", Fault.of(e));
    }
  }

  /** Lifts the locks of an account that has got a new password. */
  void lift(UserId user) {
    attempts.lift(user, limits);
  }

  /** Says so if this failure was the last before a lock. */
  void failed(UserId user, String factor, Attempt attempt, ClientInfo client) {
    attempt
        .lockedUntil()
        .ifPresent(end -> around.transactions().run(() -> {
          around
              .events()
              .record(EventDraft.of(EventType.TWO_FACTOR_LOCKED, client)
                  .about(user)
                  .with("factor", factor)
                  .with("until", end.toString()));
          users
              .find(user)
              .ifPresent(
                  owner -> FactorMail.send(MailTemplate.TWO_FACTOR_LOCKED, owner, client, around));
        }));
  }
}

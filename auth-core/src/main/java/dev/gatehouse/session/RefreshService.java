package dev.gatehouse.session;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Exchanges a refresh token for the next pair (rotation and reuse detection of RFC 9700, 4.14.2).
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Each refresh token is rotated at most once, by one statement. Whoever repeats the last refresh within the grace,
 * with the same kind of client, gets the same answer again: two tabs or a lost response do not log anybody out. Any
 * other genuine but superseded token ends the session, on record, and its owner is told by mail.
 */
public final class RefreshService {
  private static final int LOOKS = 5;

  private final SessionStore sessions;
  private final SessionTokens tokens;
  private final ReplaySeal replays;
  private final SessionPolicy policy;
  private final Surroundings around;

  /** Refreshes sessions of the given store. */
  public RefreshService(
      SessionStore sessions,
      SessionTokens tokens,
      KeyRing keys,
      SessionPolicy policy,
      Surroundings around) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.replays = new ReplaySeal(keys);
    this.policy = policy;
    this.around = around;
  }

  /** Rotates the token, or says why not. A refusal other than reuse changes nothing. */
  public RefreshResult refresh(Secret refreshToken, ClientInfo client) {
    Instant now = around.now();
    Optional<RefreshToken> presented = tokens.parse(refreshToken);
    if (presented.isEmpty()) {
      return refused(ErrorCode.REFRESH_TOKEN_INVALID);
    }
    // Whoever loses a race against another request looks again at what that one left behind.
    for (int look = 0; look < LOOKS; look++) {
      Optional<SessionState> state = sessions.find(presented.get().session());
      Optional<RefreshResult> result = state.isEmpty()
          ? Optional.of(refused(ErrorCode.REFRESH_TOKEN_INVALID))
          : rotate(presented.get(), state.get(), client, now);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new StoreException("a session changed faster than it could be read");
  }

  private Optional<RefreshResult> rotate(
      RefreshToken presented, SessionState state, ClientInfo client, Instant now) {
    if (state.deadAt(now).isPresent()
        || !presented.digest().equals(state.session().refreshDigest())) {
      return Optional.of(superseded(presented, state, client, now));
    }
    SessionRecord session = state.session();
    RefreshToken successor = tokens.newRefreshToken(session.id(), session.generation() + 1);
    Instant idle = earlier(now.plus(policy.idleTimeout()), session.expiresAt());
    Tokens answer = tokens.pair(session, successor, idle);
    Rotation rotation = new Rotation(
        session.id(),
        presented.digest(),
        successor.digest(),
        replays.seal(presented, client, answer),
        session.epoch(),
        client.address(),
        now,
        idle);
    return sessions.rotate(rotation)
        ? Optional.of(new RefreshResult.Refreshed(answer))
        : Optional.empty();
  }

  private RefreshResult superseded(
      RefreshToken presented, SessionState state, ClientInfo client, Instant now) {
    Optional<EndReason> dead = state.deadAt(now);
    if (dead.isPresent()) {
      return new RefreshResult.Refused(ErrorCode.SESSION_ENDED, dead);
    }
    Optional<Tokens> sameAnswer = state
        .replay()
        .filter(replay -> replay.digest().equals(presented.digest()))
        .filter(replay -> !now.isAfter(replay.rotatedAt().plus(policy.refreshGrace())))
        .flatMap(replay -> replays.open(presented, client, replay.sealed()));
    return sameAnswer
        .<RefreshResult>map(RefreshResult.Refreshed::new)
        .orElseGet(() -> endFamily(state, client, now));
  }

  private RefreshResult endFamily(SessionState state, ClientInfo client, Instant now) {
    SessionRecord session = state.session();
    around.transactions().run(() -> {
      if (!sessions.end(session.id(), session.user(), EndReason.REUSE_DETECTED, now)) {
        return;
      }
      around
          .events()
          .record(EventDraft.of(EventType.TOKEN_REUSE_DETECTED, client)
              .about(session.user())
              .with("session", session.id().toString()));
      around
          .mails()
          .send(
              MailTemplate.SESSIONS_ENDED_BY_REUSE,
              state.user().email().display(),
              state.user().locale(),
              Map.of("name", state.user().name()));
      around
          .transactions()
          .afterCommit(() -> around
              .invalidations()
              .publish(new Invalidation(Invalidation.Kind.SESSION, session.id().toString())));
    });
    return new RefreshResult.Refused(
        ErrorCode.REFRESH_TOKEN_REUSED, Optional.of(EndReason.REUSE_DETECTED));
  }

  private static RefreshResult refused(ErrorCode code) {
    return new RefreshResult.Refused(code, Optional.empty());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

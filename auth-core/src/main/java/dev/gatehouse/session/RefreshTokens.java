package dev.gatehouse.session;

import dev.gatehouse.crypto.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Looks at refresh tokens without using them: for introspection and revocation. Looking rotates nothing, and a token that
 * was used before does not count as stolen because somebody asks about it.
 */
public final class RefreshTokens {
  private final SessionStore sessions;
  private final SessionTokens tokens;
  private final InstantSource clock;

  /** Looks at tokens of the given store. */
  public RefreshTokens(SessionStore sessions, SessionTokens tokens, InstantSource clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Tells whether the token could be exchanged now: it is the current one of a live session. */
  public boolean isActive(Secret refreshToken) {
    Instant now = clock.instant();
    return tokens
        .parse(refreshToken)
        .flatMap(token -> sessions
            .find(token.session())
            .filter(state -> state.session().refreshDigest().equals(token.digest())))
        .filter(state -> state.deadAt(now).isEmpty())
        .isPresent();
  }

  /** Returns the live session that a token was made for, also if it has been rotated since; empty for a forged one. */
  public Optional<SessionRecord> session(Secret refreshToken) {
    Instant now = clock.instant();
    return tokens
        .parse(refreshToken)
        .flatMap(token -> sessions.find(token.session()))
        .filter(state -> state.deadAt(now).isEmpty())
        .map(SessionState::session);
  }
}

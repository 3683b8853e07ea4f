package dev.gatehouse.session;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.token.AccessTokenClaims;
import dev.gatehouse.token.AccessTokens;
import java.time.Instant;
import java.util.Optional;

/** Makes and reads the tokens of sessions. */
public final class SessionTokens {
  private final AccessTokens accessTokens;
  private final KeyRing keys;
  private final RandomSource random;

  /** Signs with the given keys. */
  public SessionTokens(AccessTokens accessTokens, KeyRing keys, RandomSource random) {
    this.accessTokens = accessTokens;
    this.keys = keys;
    this.random = random;
  }

  RefreshToken newRefreshToken(SessionId session, long generation) {
    return RefreshToken.issue(session, generation, keys, random);
  }

  Optional<RefreshToken> parse(Secret refreshToken) {
    return RefreshToken.parse(refreshToken, keys);
  }

  Tokens pair(SessionRecord session, RefreshToken refresh, Instant refreshExpiresAt) {
    AccessTokenClaims claims = accessTokens.claims(
        session.user(),
        session.id(),
        session.epoch(),
        0,
        session.methods(),
        session.authenticatedAt());
    return new Tokens(
        accessTokens.issue(claims), refresh.text(), claims.expiresAt(), refreshExpiresAt);
  }
}

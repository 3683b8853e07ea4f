package dev.gatehouse.session;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.AccessTokenClaims;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.TokenVerification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Turns an access token into a principal: signature and claims first, then the session.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A session's state is at most one lease old. A copy is dropped as soon as this node hears of a change; a copy that
 * cannot be renewed because the store is down is not used beyond its lease: the call throws {@code StoreException}.
 */
public final class Authenticator {
  private final AccessTokens accessTokens;
  private final SessionStore sessions;
  private final LeaseCache<SessionId, Optional<SessionState>> leases;
  private final LastSeen lastSeen;
  private final InstantSource clock;

  /** Authenticates against the given store, and listens for changes. */
  public Authenticator(
      AccessTokens accessTokens,
      SessionStore sessions,
      LeaseCache<SessionId, Optional<SessionState>> leases,
      LastSeen lastSeen,
      Invalidations invalidations,
      InstantSource clock) {
    this.accessTokens = accessTokens;
    this.sessions = sessions;
    this.leases = leases;
    this.lastSeen = lastSeen;
    this.clock = clock;
    invalidations.subscribe(this::onInvalidation, leases::invalidateAll);
  }

  /**
   * Verifies a token and its session.
   *
   * @throws dev.gatehouse.storage.StoreException if the session must be asked for and the store does not answer
   */
  public Authentication authenticate(Secret accessToken) {
    TokenVerification verification = accessTokens.verify(accessToken.reveal());
    if (verification instanceof TokenVerification.Verified verified) {
      return authenticate(verified.claims());
    }
    boolean expired = verification instanceof TokenVerification.Rejected rejected
        && rejected.reason() == TokenVerification.Reason.EXPIRED;
    return refused(expired ? ErrorCode.ACCESS_TOKEN_EXPIRED : ErrorCode.ACCESS_TOKEN_INVALID);
  }

  private Authentication authenticate(AccessTokenClaims claims) {
    Instant now = clock.instant();
    Optional<SessionState> leased = leases.get(claims.session(), sessions::find);
    if (leased.isEmpty() || !matches(claims, leased.get())) {
      return refused(ErrorCode.ACCESS_TOKEN_INVALID);
    }
    SessionState state = leased.get();
    Optional<EndReason> dead = state.deadAt(now);
    if (dead.isPresent()) {
      return new Authentication.Refused(ErrorCode.SESSION_ENDED, dead);
    }
    lastSeen.note(state.session(), now);
    return new Authentication.Authenticated(state.principal());
  }

  /** The store is trusted with data, not with security: what it returned must be what was asked for. */
  private static boolean matches(AccessTokenClaims claims, SessionState state) {
    return state.session().id().equals(claims.session())
        && state.session().user().equals(claims.subject())
        && state.user().id().equals(claims.subject())
        && claims.userEpoch() <= state.user().epoch();
  }

  private static Authentication refused(ErrorCode code) {
    return new Authentication.Refused(code, Optional.empty());
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.SESSION) {
      leases.invalidate(SessionId.parse(invalidation.id()));
    } else if (invalidation.kind() == Invalidation.Kind.USER) {
      UserId changed = UserId.parse(invalidation.id());
      leases.invalidateIf(
          state -> state.filter(known -> known.user().id().equals(changed)).isPresent());
    }
  }
}

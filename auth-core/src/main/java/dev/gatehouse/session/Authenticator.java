package dev.gatehouse.session;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.factor.FactorDuty;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.AccessTokenClaims;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.TokenVerification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Turns an access token into a principal: signature and claims first, then the session.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A session's state is at most one lease old. A copy is dropped as soon as this node hears of a change; a copy that
 * cannot be renewed because the store is down is not used beyond its lease: the call throws {@code StoreException}. Who
 * must have a second factor and has none is told apart from everybody who may act.
 */
public final class Authenticator {
  private final AccessTokens accessTokens;
  private final SessionStore sessions;
  private final LeaseCache<SessionId, Optional<SessionState>> leases;
  private final LastSeen lastSeen;
  private final FactorDuty duty;
  private final InstantSource clock;

  /** Authenticates against the given store, and listens for changes. */
  public Authenticator(
      AccessTokens accessTokens,
      SessionStore sessions,
      LeaseCache<SessionId, Optional<SessionState>> leases,
      LastSeen lastSeen,
      FactorDuty duty,
      Invalidations invalidations,
      InstantSource clock) {
    this.accessTokens = accessTokens;
    this.sessions = sessions;
    this.leases = leases;
    this.lastSeen = lastSeen;
    this.duty = duty;
    this.clock = clock;
    invalidations.subscribe(this::onInvalidation, leases::invalidateAll);
  }

  /**
   * Verifies the token of a person and its session. The token of a service is refused like any other that is none.
   *
   * @throws dev.gatehouse.storage.StoreException if the session must be asked for and the store does not answer
   */
  public Authentication authenticate(Secret accessToken) {
    return authenticate(accessTokens.verify(accessToken.reveal()));
  }

  /** Goes on from a verification, as {@link #authenticate(Secret)} does. */
  public Authentication authenticate(TokenVerification verification) {
    if (verification instanceof TokenVerification.Verified verified) {
      return authenticate(verified.claims());
    }
    boolean expired = verification instanceof TokenVerification.Rejected rejected
        && rejected.reason() == TokenVerification.Reason.EXPIRED;
    return refused(expired ? ErrorCode.ACCESS_TOKEN_EXPIRED : ErrorCode.ACCESS_TOKEN_INVALID);
  }

  private Authentication authenticate(AccessTokenClaims claims) {
    return judge(claims.session(), claims.subject(), claims.userEpoch(), lastSeen::note);
  }

  /**
   * Judges a session as its own access tokens are judged, by the same lease, but does not take it for used: for tokens of
   * others that hang on it.
   *
   * @throws dev.gatehouse.storage.StoreException if the session must be asked for and the store does not answer
   */
  public Authentication session(SessionId session, UserId user, long userEpoch) {
    return judge(session, user, userEpoch, (record, now) -> {});
  }

  private Authentication judge(
      SessionId session, UserId user, long userEpoch, BiConsumer<SessionRecord, Instant> used) {
    Instant now = clock.instant();
    Optional<SessionState> leased = leases.get(session, sessions::find);
    if (leased.isEmpty() || !matches(session, user, userEpoch, leased.get())) {
      return refused(ErrorCode.ACCESS_TOKEN_INVALID);
    }
    SessionState state = leased.get();
    Optional<EndReason> dead = state.deadAt(now);
    if (dead.isPresent()) {
      return new Authentication.Refused(ErrorCode.SESSION_ENDED, dead);
    }
    used.accept(state.session(), now);
    return duty.isOwed(user, state.session().methods())
        ? new Authentication.MustEnrol(state.principal())
        : new Authentication.Authenticated(state.principal());
  }

  /** The store is trusted with data, not with security: what it returned must be what was asked for. */
  private static boolean matches(
      SessionId session, UserId user, long userEpoch, SessionState state) {
    return state.session().id().equals(session)
        && state.session().user().equals(user)
        && state.user().id().equals(user)
        && userEpoch <= state.user().epoch();
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

package dev.gatehouse.session;

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
  private final SessionLeases leases;
  private final LastSeen lastSeen;
  private final FactorDuty duty;
  private final InstantSource clock;

  /** Authenticates by what this node knows about sessions. */
  public Authenticator(
      AccessTokens accessTokens,
      SessionLeases leases,
      LastSeen lastSeen,
      FactorDuty duty,
      InstantSource clock) {
    this.accessTokens = accessTokens;
    this.leases = leases;
    this.lastSeen = lastSeen;
    this.duty = duty;
    this.clock = clock;
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
    return judge(session, user, userEpoch, (lease, now) -> {});
  }

  private Authentication judge(
      SessionId session, UserId user, long userEpoch, BiConsumer<SessionLease, Instant> used) {
    Instant now = clock.instant();
    Optional<SessionLease> leased = leases.find(session, user);
    if (leased.isEmpty() || userEpoch > leased.get().accountEpoch()) {
      return refused(ErrorCode.ACCESS_TOKEN_INVALID);
    }
    SessionLease lease = leased.get();
    Optional<EndReason> dead = lease.deadAt(now);
    if (dead.isPresent()) {
      return new Authentication.Refused(ErrorCode.SESSION_ENDED, dead);
    }
    used.accept(lease, now);
    return duty.isOwed(user, lease.principal().methods())
        ? new Authentication.MustEnrol(lease.principal())
        : new Authentication.Authenticated(lease.principal());
  }

  private static Authentication refused(ErrorCode code) {
    return new Authentication.Refused(code, Optional.empty());
  }
}

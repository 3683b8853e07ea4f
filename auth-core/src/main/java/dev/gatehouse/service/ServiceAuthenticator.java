package dev.gatehouse.service;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.OnBehalfOf;
import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.util.Optional;

/**
 * Turns the access token of a service into a principal: signature and claims first, then the audience, then the service,
 * then the session it acts in, if any.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>What is known of a service, and of the session, is at most one lease old, and dropped as soon as this node hears of a
 * change; a copy that cannot be renewed because the store is down is not used beyond its lease: the call throws
 * {@code StoreException}. A token for another audience is refused here, whoever it belongs to. The token of a person never
 * becomes a service, nor the reverse.
 */
public final class ServiceAuthenticator {
  private final AccessTokens tokens;
  private final Authenticator people;
  private final ServiceStore services;
  private final LeaseCache<ServiceId, Optional<ServiceRecord>> leases;
  private final String audience;

  /**
   * Authenticates against the given store, and listens for changes.
   *
   * @param people judges the sessions that services act in
   * @param audience the name of this receiver
   */
  public ServiceAuthenticator(
      AccessTokens tokens,
      Authenticator people,
      ServiceStore services,
      LeaseCache<ServiceId, Optional<ServiceRecord>> leases,
      Invalidations invalidations,
      String audience) {
    this.tokens = tokens;
    this.people = people;
    this.services = services;
    this.leases = leases;
    this.audience = audience;
    invalidations.subscribe(this::onInvalidation, leases::invalidateAll);
  }

  /**
   * Verifies the token of a service that is meant for this receiver. The token of a person is refused like any other that
   * is none.
   *
   * @throws dev.gatehouse.storage.StoreException if the service or the session must be asked for and the store does not
   *     answer
   */
  public Authentication authenticate(Secret accessToken) {
    TokenVerification verification = tokens.verify(accessToken.reveal());
    return verification instanceof VerifiedService service
        ? receive(service.claims())
        : refused(verification);
  }

  /** Verifies a token of either kind: tells a person from a service, and never takes one for the other. */
  public Authentication authenticateBearer(Secret accessToken) {
    TokenVerification verification = tokens.verify(accessToken.reveal());
    return verification instanceof VerifiedService service
        ? receive(service.claims())
        : people.authenticate(verification);
  }

  private Authentication receive(ServiceTokenClaims claims) {
    return claims.audience().equals(audience)
        ? judge(claims)
        : refused(ErrorCode.ACCESS_TOKEN_INVALID);
  }

  /** Judges whether the service and the session still live, whatever the audience: for introspection too. */
  Authentication judge(ServiceTokenClaims claims) {
    Optional<ServiceRecord> service = service(claims);
    if (service.isEmpty()) {
      return refused(ErrorCode.ACCESS_TOKEN_INVALID);
    }
    Optional<OnBehalfOf> person = claims.onBehalfOf();
    if (person.isEmpty()) {
      return principal(claims, service.get(), Optional.empty());
    }
    OnBehalfOf acting = person.get();
    Authentication session = people.session(acting.session(), acting.user(), acting.userEpoch());
    return session instanceof Authenticated
        ? principal(claims, service.get(), Optional.of(acting.user()))
        : session;
  }

  /** Returns the service of a token if it may act, in the token's epoch; the store is trusted with data only. */
  private Optional<ServiceRecord> service(ServiceTokenClaims claims) {
    Optional<ServiceRecord> leased = leases.get(claims.service(), services::find);
    if (leased.filter(known -> known.epoch() < claims.epoch()).isPresent()) {
      // The token is younger than the copy, so the copy is out of date.
      leases.invalidate(claims.service());
      leased = leases.get(claims.service(), services::find);
    }
    return leased.filter(known -> known.id().equals(claims.service())
        && known.enabled()
        && known.epoch() == claims.epoch()
        && known.audiences().contains(claims.audience()));
  }

  private static Authentication principal(
      ServiceTokenClaims claims, ServiceRecord service, Optional<UserId> person) {
    return new AuthenticatedService(
        new ServicePrincipal(service.id(), service.name(), claims.audience(), person));
  }

  private static Authentication refused(TokenVerification verification) {
    return refused(
        verification instanceof Rejected rejected
            ? rejected.reason().errorCode()
            : ErrorCode.ACCESS_TOKEN_INVALID);
  }

  private static Authentication refused(ErrorCode code) {
    return new Authentication.Refused(code, Optional.empty());
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.SERVICE) {
      leases.invalidate(ServiceId.parse(invalidation.id()));
    }
  }
}

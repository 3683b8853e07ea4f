package dev.gatehouse.service.client;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.Authentication.Refused;
import dev.gatehouse.token.KeySetSource;
import dev.gatehouse.token.OnBehalfOf;
import dev.gatehouse.token.RemoteTokens;
import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenPolicy;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the access token of a calling service into a principal, in a process that has nothing of the issuer but the URL of
 * its keys: no database and no secret. Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Signature, issuer, time and the one audience are checked as strictly as at the issuer; tokens of people are refused,
 * on whichever audience.
 *
 * <p>Nobody is asked whether the service is still enabled and the session it acts in still lives: a token goes on to its
 * end, 5 minutes after its issue unless set otherwise (10 at most), and the clock skew of 30 seconds. Ask the issuer's
 * {@code /introspect} before anything that must not happen in that time.
 */
public final class RemoteServiceAuthenticator {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final RemoteTokens tokens;
  private final String audience;

  /**
   * Fetches nothing yet.
   *
   * @param issuer the exact {@code iss}: the base URL of the issuing application
   * @param audience the name of this receiver
   * @param keys the URL of the issuer's keys: https, or http on this very machine
   * @throws IllegalArgumentException if a value cannot be
   */
  public RemoteServiceAuthenticator(String issuer, String audience, URI keys, InstantSource clock) {
    this(issuer, audience, new PublishedKeySet(requireSafe(keys)), clock);
  }

  RemoteServiceAuthenticator(
      String issuer, String audience, KeySetSource keys, InstantSource clock) {
    this.tokens = new RemoteTokens(TokenPolicy.standard(issuer, audience), keys, clock);
    this.audience = audience;
  }

  private static URI requireSafe(URI keys) {
    boolean near =
        "http".equals(keys.getScheme()) && THIS_MACHINE.contains(String.valueOf(keys.getHost()));
    if (!near && !"https".equals(keys.getScheme())) {
      throw new IllegalArgumentException("the URL of the keys must be https, was " + keys);
    }
    return keys;
  }

  /**
   * Verifies a token.
   *
   * @return AuthenticatedService, or Refused with ACCESS_TOKEN_INVALID or ACCESS_TOKEN_EXPIRED
   * @throws dev.gatehouse.storage.StoreException if the keys were never fetched, or not for an hour, and cannot be now
   */
  public Authentication authenticate(Secret accessToken) {
    TokenVerification verification = tokens.verify(accessToken.reveal());
    if (verification instanceof VerifiedService service
        && service.claims().audience().equals(audience)) {
      return new AuthenticatedService(principal(service.claims()));
    }
    ErrorCode code = verification instanceof Rejected rejected
        ? rejected.reason().errorCode()
        : ErrorCode.ACCESS_TOKEN_INVALID;
    return new Refused(code, Optional.empty());
  }

  private static ServicePrincipal principal(ServiceTokenClaims claims) {
    return new ServicePrincipal(
        claims.service(),
        claims.name(),
        claims.audience(),
        claims.onBehalfOf().map(OnBehalfOf::user));
  }
}

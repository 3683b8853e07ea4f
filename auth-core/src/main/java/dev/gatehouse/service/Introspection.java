package dev.gatehouse.service;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.RefreshTokens;
import dev.gatehouse.token.AccessTokenClaims;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.OnBehalfOf;
import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Verified;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells what a token is good for now (RFC 7662). Looking uses nothing up, and a session does not count as used by it. It
 * answers about the tokens of this issuer, for whatever audience; whoever may ask must be decided before.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Everything that is not a live token of ours is {@code {"active":false}} and nothing else: an expired token and a text
 * that somebody made up cannot be told apart. Of a refresh token it says only whether it is active. A backend that does
 * not answer is a {@code StoreException}, never "inactive".
 */
public final class Introspection {
  private static final Map<String, Object> INACTIVE = Map.of("active", false);

  private final AccessTokens tokens;
  private final Authenticator people;
  private final ServiceAuthenticator services;
  private final RefreshTokens refreshTokens;
  private final String issuer;

  /** Judges tokens as those who take them in would. */
  public Introspection(
      AccessTokens tokens,
      Authenticator people,
      ServiceAuthenticator services,
      RefreshTokens refreshTokens,
      String issuer) {
    this.tokens = tokens;
    this.people = people;
    this.services = services;
    this.refreshTokens = refreshTokens;
    this.issuer = issuer;
  }

  /** Returns the members of the answer (RFC 7662, 2.2). */
  public Map<String, Object> inspect(Secret token) {
    TokenVerification verification = tokens.verify(token.reveal());
    if (verification instanceof Verified person) {
      AccessTokenClaims claims = person.claims();
      boolean alive = people.session(claims.session(), claims.subject(), claims.userEpoch())
          instanceof Authenticated;
      return alive ? person(claims) : INACTIVE;
    }
    if (verification instanceof VerifiedService service) {
      boolean alive = services.judge(service.claims()) instanceof AuthenticatedService;
      return alive ? service(service.claims()) : INACTIVE;
    }
    return refreshTokens.isActive(token) ? Map.of("active", true) : INACTIVE;
  }

  private Map<String, Object> person(AccessTokenClaims claims) {
    Map<String, Object> answer =
        active(claims.subject(), tokens.audience(), claims.issuedAt(), claims.expiresAt());
    answer.put("jti", claims.id());
    answer.put("sid", claims.session());
    return answer;
  }

  private Map<String, Object> service(ServiceTokenClaims claims) {
    Object subject = claims.onBehalfOf().<Object>map(OnBehalfOf::user).orElse(claims.service());
    Map<String, Object> answer =
        active(subject, claims.audience(), claims.issuedAt(), claims.expiresAt());
    answer.put("jti", claims.id());
    answer.put("client_id", claims.service());
    answer.put("client_name", claims.name());
    claims.onBehalfOf().ifPresent(person -> {
      answer.put("sid", person.session());
      answer.put("act", Map.of("sub", claims.service()));
    });
    return answer;
  }

  private Map<String, Object> active(
      Object subject, String audience, Instant issuedAt, Instant expiresAt) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("active", true);
    answer.put("token_type", "Bearer");
    answer.put("iss", issuer);
    answer.put("sub", subject);
    answer.put("aud", audience);
    answer.put("iat", issuedAt.getEpochSecond());
    answer.put("exp", expiresAt.getEpochSecond());
    return answer;
  }
}

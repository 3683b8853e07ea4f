package dev.gatehouse.service;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.token.AccessTokenClaims;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.OnBehalfOf;
import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenVerification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Gives authenticated services their access tokens: for themselves (RFC 6749, 4.4), or on behalf of a person whose valid
 * access token they hold (RFC 8693).
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A token is for one audience out of those of the service, and lasts minutes. One on behalf of a person lasts no longer
 * than the token it was made from, hangs on the same session, and never grants more than the person and the service both
 * may do. It cannot be exchanged again: there is one step between a person and whoever acts for them.
 */
public final class TokenIssuer {
  private final AccessTokens tokens;
  private final Authenticator people;
  private final ServicePolicy policy;
  private final IssuedTokens issued;
  private final InstantSource clock;
  private final Ids ids;

  /** Signs with the keys of the access tokens. */
  public TokenIssuer(
      AccessTokens tokens,
      Authenticator people,
      ServicePolicy policy,
      IssuedTokens issued,
      InstantSource clock,
      Ids ids) {
    this.tokens = tokens;
    this.people = people;
    this.policy = policy;
    this.issued = issued;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Gives a service a token for itself.
   *
   * @param audience whom it is for; may be left out by a service that has exactly one
   * @throws AuthException INVALID_TARGET if that is none of the service's audiences
   */
  public ServiceToken issue(ServiceRecord service, Optional<String> audience) {
    Instant now = now();
    return issue(service, audience, Optional.empty(), now.plus(policy.tokenLifetime()), now);
  }

  /**
   * Gives a service a token to act on behalf of the person whose access token it holds.
   *
   * @throws AuthException MALFORMED_REQUEST if that token is not one of a person with a live session, INVALID_TARGET as
   *     above
   */
  public ServiceToken issueOnBehalfOf(
      Secret accessToken, ServiceRecord service, Optional<String> audience) {
    Instant now = now();
    if (!(tokens.verify(accessToken.reveal()) instanceof Verified subject)
        || !(people.authenticate(subject) instanceof Authenticated)
        || !subject.claims().expiresAt().isAfter(now)) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST,
          "The subject_token must be a valid access token of a person who is signed in.");
    }
    AccessTokenClaims person = subject.claims();
    Instant end = earlier(now.plus(policy.tokenLifetime()), person.expiresAt());
    return issue(
        service,
        audience,
        Optional.of(new OnBehalfOf(person.subject(), person.session(), person.userEpoch())),
        end,
        now);
  }

  private ServiceToken issue(
      ServiceRecord service,
      Optional<String> audience,
      Optional<OnBehalfOf> person,
      Instant end,
      Instant now) {
    String target = audience(service, audience);
    Secret token = tokens.issue(new ServiceTokenClaims(
        service.id(),
        service.name(),
        service.epoch(),
        target,
        person,
        now,
        end,
        ids.next().toString()));
    issued.note(service, target, person.isPresent());
    return new ServiceToken(token, target, Duration.between(now, end));
  }

  private static String audience(ServiceRecord service, Optional<String> wanted) {
    if (wanted.isEmpty() && service.audiences().size() == 1) {
      return service.audiences().iterator().next();
    }
    return wanted
        .filter(service.audiences()::contains)
        .orElseThrow(() -> new AuthException(
            ErrorCode.INVALID_TARGET, "Name one audience that this service may get tokens for."));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

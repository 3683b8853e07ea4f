package dev.gatehouse.service;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshTokens;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.ServiceTokenClaims;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Verified;
import dev.gatehouse.token.TokenVerification.VerifiedService;

/**
 * Ends tokens at the request of a service that holds them (RFC 7009). When it has returned, the token works no more on this
 * node, and on every other at the latest when its lease is over.
 *
 * <p>Single tokens cannot be ended, so more ends with them: with a token of a person, access or refresh, its session, as if
 * that person had signed out; with a token of a service, all its tokens of the present epoch, which it can replace by
 * asking again. A token that is none, or dead already, is no error and changes nothing.
 */
public final class Revocation {
  private final AccessTokens tokens;
  private final RefreshTokens refreshTokens;
  private final SessionService sessions;
  private final ServiceStore services;
  private final Surroundings around;

  /** Ends what the given stores keep. */
  public Revocation(
      AccessTokens tokens,
      RefreshTokens refreshTokens,
      SessionService sessions,
      ServiceStore services,
      Surroundings around) {
    this.tokens = tokens;
    this.refreshTokens = refreshTokens;
    this.sessions = sessions;
    this.services = services;
    this.around = around;
  }

  /**
   * Ends a token.
   *
   * @throws AuthException UNAUTHORIZED_CLIENT if it belongs to another service
   */
  public void revoke(Secret token, ServiceId caller, ClientInfo client) {
    TokenVerification verification = tokens.verify(token.reveal());
    if (verification instanceof Verified person) {
      end(person.claims().subject(), person.claims().session(), caller, client);
    } else if (verification instanceof VerifiedService service) {
      end(service.claims(), caller, client);
    } else {
      refreshTokens
          .session(token)
          .ifPresent(session -> end(session.user(), session.id(), caller, client));
    }
  }

  private void end(UserId user, SessionId session, ServiceId caller, ClientInfo client) {
    // False if it has ended in the meantime, which is as good.
    boolean unused = sessions.end(user, session, EndReason.REVOKED, Actor.service(caller), client);
  }

  private void end(ServiceTokenClaims claims, ServiceId caller, ClientInfo client) {
    if (!claims.service().equals(caller)) {
      throw new AuthException(ErrorCode.UNAUTHORIZED_CLIENT, "A service ends its own tokens only.");
    }
    around.transactions().run(() -> {
      if (!services.advanceEpoch(caller, claims.epoch())) {
        return;
      }
      around
          .events()
          .record(EventDraft.of(EventType.SERVICE_TOKENS_ENDED, client)
              .by(Actor.service(caller))
              .with("service", caller.toString())
              .with("name", claims.name()));
      around
          .transactions()
          .afterCommit(() -> around
              .invalidations()
              .publish(new Invalidation(Invalidation.Kind.SERVICE, caller.toString())));
    });
  }
}

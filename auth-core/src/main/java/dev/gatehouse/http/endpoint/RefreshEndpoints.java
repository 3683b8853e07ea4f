package dev.gatehouse.http.endpoint;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Delivery;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Refresh and log out: what a refresh token is good for. */
final class RefreshEndpoints {
  private final RefreshService refreshes;
  private final SessionService sessions;
  private final Function<Secret, Authentication> authenticator;
  private final TokenDelivery delivery;

  /** Which sessions a logout ends. */
  enum Scope {
    THIS,
    OTHERS,
    ALL
  }

  RefreshEndpoints(Services services, TokenDelivery delivery) {
    this.refreshes = services.refreshes();
    this.sessions = services.sessions();
    this.authenticator = services.authenticator();
    this.delivery = delivery;
  }

  /** Answers the way the token came: what sits in a cookie that no script can read must not come out in a body. */
  HttpResponse refresh(Exchange exchange) {
    Members body = exchange.optionalBody();
    Optional<Secret> token = presented(exchange, body);
    body.check();
    Delivery way =
        delivery.refreshCookie(exchange.request()).isPresent() ? Delivery.COOKIE : Delivery.TOKEN;
    RefreshResult result = refreshes.refresh(
        token.orElseThrow(() -> refusal(ErrorCode.REFRESH_TOKEN_INVALID)), exchange.client());
    return result.fold(
        refreshed -> delivery.deliver(Map.of(), refreshed.tokens(), way),
        RefreshEndpoints::refused);
  }

  /**
   * Ends sessions. Logging out without a session changes nothing and is no error; ending others is one, because the
   * caller would take them for ended.
   */
  HttpResponse logout(Exchange exchange) {
    Members body = exchange.optionalBody();
    Scope scope = body.choice("scope", Scope.class).orElse(Scope.THIS);
    Optional<Secret> token = presented(exchange, body);
    body.check();
    Optional<UserPrincipal> owner = exchange.caller() instanceof UserPrincipal user
        ? Optional.of(user)
        : token.filter(any -> scope != Scope.OTHERS).flatMap(any -> owner(any, exchange));
    if (scope == Scope.THIS && owner.isEmpty()) {
      return delivery.withdraw(HttpResponse.empty(204));
    }
    end(owner.orElseGet(exchange::user), scope, exchange);
    HttpResponse done = HttpResponse.empty(204);
    return scope == Scope.OTHERS ? done : delivery.withdraw(done);
  }

  private void end(UserPrincipal owner, Scope scope, Exchange exchange) {
    Actor actor = Actor.user(owner.userId());
    if (scope == Scope.THIS) {
      sessions.end(
          owner.userId(), owner.sessionId(), EndReason.SIGNED_OUT, actor, exchange.client());
    } else if (scope == Scope.OTHERS) {
      sessions.endOthers(owner, exchange.client());
    } else {
      sessions.endAll(owner.userId(), EndReason.SIGNED_OUT, actor, exchange.client());
    }
  }

  /** The access token of a page that was left open has run out; its refresh token still names the session to end. */
  private Optional<UserPrincipal> owner(Secret refreshToken, Exchange exchange) {
    return refreshes
        .refresh(refreshToken, exchange.client())
        .fold(done -> Optional.of(done.tokens().access()), no -> Optional.<Secret>empty())
        .map(authenticator)
        .flatMap(RefreshEndpoints::person);
  }

  private static Optional<UserPrincipal> person(Authentication outcome) {
    if (outcome instanceof Authentication.MustEnrol enrolling) {
      return Optional.of(enrolling.principal());
    }
    return outcome instanceof Authentication.Authenticated authenticated
        ? Optional.of(authenticated.principal())
        : Optional.empty();
  }

  private Optional<Secret> presented(Exchange exchange, Members body) {
    Optional<Secret> cookie = delivery.refreshCookie(exchange.request());
    Optional<Secret> member = body.optionalSecret("refreshToken");
    if (cookie.isPresent() && member.isPresent()) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST, "Send one refresh token: the cookie or refreshToken.");
    }
    return cookie.or(() -> member);
  }

  private static HttpResponse refused(RefreshResult.Refused result) {
    AuthException refusal = refusal(result.code());
    throw result.reason().map(end -> refusal.with("reason", end.code())).orElse(refusal);
  }

  private static AuthException refusal(ErrorCode code) {
    return new AuthException(code, "Sign in again.");
  }
}

package dev.gatehouse.http.endpoint;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.SessionService;
import java.util.List;
import java.util.Map;

/** See the sessions of one's own account, and end them. A session of another account does not exist here. */
final class SessionEndpoints {
  private final SessionService sessions;
  private final TokenDelivery delivery;

  SessionEndpoints(Services services, TokenDelivery delivery) {
    this.sessions = services.sessions();
    this.delivery = delivery;
  }

  HttpResponse list(Exchange exchange) {
    UserPrincipal self = exchange.user();
    List<Map<String, Object>> items = sessions.list(self.userId()).stream()
        .map(session -> Views.session(session, self.sessionId()))
        .toList();
    return HttpResponse.json(200, Map.of("items", items));
  }

  HttpResponse endOne(Exchange exchange) {
    UserPrincipal self = exchange.user();
    SessionId id = sessionId(exchange);
    boolean ended = sessions.end(
        self.userId(), id, EndReason.REVOKED, Actor.user(self.userId()), exchange.client());
    if (!ended) {
      throw notFound();
    }
    HttpResponse done = HttpResponse.empty(204);
    return id.equals(self.sessionId()) ? delivery.withdraw(done) : done;
  }

  /** Ends all sessions, or with {@code ?except=current} all others; says how many there were. */
  HttpResponse endMany(Exchange exchange) {
    UserPrincipal self = exchange.user();
    boolean others = exchange.query("except").map(SessionEndpoints::isCurrent).orElse(false);
    int live = sessions.list(self.userId()).size();
    if (others) {
      sessions.endOthers(self, exchange.client());
      return HttpResponse.json(200, Map.of("ended", Math.max(0, live - 1)));
    }
    sessions.endAll(self.userId(), EndReason.REVOKED, Actor.user(self.userId()), exchange.client());
    return delivery.withdraw(HttpResponse.json(200, Map.of("ended", live)));
  }

  private static boolean isCurrent(String except) {
    if (!except.equals("current")) {
      throw new AuthException(ErrorCode.MALFORMED_REQUEST, "The only exception is except=current.");
    }
    return true;
  }

  private static SessionId sessionId(Exchange exchange) {
    try {
      return SessionId.parse(exchange.variables().getOrDefault("id", ""));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  private static AuthException notFound() {
    return new AuthException(ErrorCode.NOT_FOUND, "You have no such live session.");
  }
}

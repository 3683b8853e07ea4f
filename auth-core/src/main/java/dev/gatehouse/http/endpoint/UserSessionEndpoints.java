package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.session.EndReason;
import java.util.List;
import java.util.Map;

/** See and end the sessions of other people. */
final class UserSessionEndpoints {
  private final Administration admin;

  UserSessionEndpoints(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    List<Map<String, Object>> items = admin.sessions().list(admin.user(exchange).id()).stream()
        .map(Views::session)
        .toList();
    return HttpResponse.json(200, Map.of("items", items));
  }

  private User manageable(Exchange exchange) {
    User user = admin.user(exchange);
    admin.administrators().requireMayManage(user.id(), exchange.actor(), exchange.client());
    return user;
  }

  HttpResponse endAll(Exchange exchange) {
    User user = manageable(exchange);
    int live = admin.sessions().list(user.id()).size();
    admin
        .sessions()
        .endAll(user.id(), EndReason.REVOKED_BY_ADMIN, exchange.actor(), exchange.client());
    return HttpResponse.json(200, Map.of("ended", live));
  }

  HttpResponse endOne(Exchange exchange) {
    User user = manageable(exchange);
    SessionId id = exchange.variable("sid", SessionId::parse);
    boolean ended = admin
        .sessions()
        .end(user.id(), id, EndReason.REVOKED_BY_ADMIN, exchange.actor(), exchange.client());
    if (!ended) {
      throw new AuthException(ErrorCode.NOT_FOUND, "The account has no such live session.");
    }
    return HttpResponse.empty(204);
  }
}

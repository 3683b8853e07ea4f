package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import java.util.Map;

/** Let the owner of a locked account guess again. */
final class UnlockEndpoints {
  private final Locks locks;
  private final DeviceMarks devices;

  UnlockEndpoints(Locks locks, DeviceMarks devices) {
    this.locks = locks;
    this.devices = devices;
  }

  /** Answers the same whether or not the address has an account, and whether or not that is locked. */
  HttpResponse request(Exchange exchange) {
    Members body = exchange.body();
    String email = body.text("email");
    body.check();
    locks.unlocks().request(email, exchange.client());
    return HttpResponse.json(202, Map.of("status", "unlock_sent"));
  }

  /** Whoever reads the owner's mail is at a device of the owner. */
  HttpResponse unlock(Exchange exchange) {
    Members body = exchange.body();
    Secret token = body.secret("token");
    body.check();
    User owner = locks.unlocks().unlock(token, exchange.client());
    return devices.mark(HttpResponse.empty(204), owner, exchange);
  }
}

package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.throttle.Lock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** See which logins are locked, and lift single locks. */
final class LockEndpoints {
  private static final int LONGEST_REASON = 500;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Administration admin;

  LockEndpoints(Administration admin) {
    this.admin = admin;
  }

  HttpResponse list(Exchange exchange) {
    Paging paging = Paging.of(exchange);
    return paging.page(
        admin.locks().list(exchange.query("cursor", LockEndpoints::after), paging.limit()),
        LockEndpoints::view,
        entry -> entry.lock().until() + "~" + id(entry.lock()));
  }

  HttpResponse lift(Exchange exchange) {
    Digest key = exchange.variable("id", LockEndpoints::key);
    Members body = exchange.body();
    String reason = body.line("reason", LONGEST_REASON);
    body.check();
    var unused = admin.locks().lift(key, reason, exchange.actor(), exchange.client());
    return HttpResponse.empty(204);
  }

  private static Map<String, Object> view(LockAdministration.Entry entry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", id(entry.lock()));
    view.put("kind", entry.lock().kind().name().toLowerCase(Locale.ROOT));
    entry.account().ifPresent(account -> view.put("user", account));
    if (!entry.address().isEmpty()) {
      view.put("address", entry.address());
    }
    view.put("failures", entry.lock().failures());
    view.put("until", entry.lock().until());
    return view;
  }

  private static String id(Lock lock) {
    return HexFormat.of().formatHex(lock.key().bytes());
  }

  private static Digest key(String id) {
    return Digest.wrap(HexFormat.of().parseHex(id));
  }

  private static Lock.After after(String cursor) {
    int tilde = cursor.indexOf('~');
    try {
      Instant until = Instant.parse(cursor.substring(0, Math.max(tilde, 0)));
      if (until.isBefore(Instant.EPOCH) || until.isAfter(LATEST)) {
        throw new IllegalArgumentException("must be the cursor of the page before");
      }
      return new Lock.After(until, key(cursor.substring(tilde + 1)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be the cursor of the page before", e);
    }
  }
}

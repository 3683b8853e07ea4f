package dev.gatehouse.http;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.principal.ClientInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes the client behind a request. */
final class Clients {
  private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ClientAddress addresses;
  private final Ids ids;
  private final AtomicBoolean warned = new AtomicBoolean();

  Clients(ClientAddress addresses, Ids ids) {
    this.addresses = addresses;
    this.ids = ids;
  }

  ClientInfo of(HttpRequest request) {
    if (addresses.passesOver(request) && warned.compareAndSet(false, true)) {
      LOG.warn(
          "Requests from {} carry X-Forwarded-For or Forwarded, which is not read: if that is your proxy, every"
              + " client seems to have its address; set gatehouse.trusted-proxies and gatehouse.forwarded-header",
          request.remoteAddress());
    }
    String userAgent = request.headers("User-Agent").stream().findFirst().orElse("");
    return new ClientInfo(addresses.of(request), userAgent, requestId(request));
  }

  /** Takes the id that a proxy gave the request, if it cannot hurt a log; else a new one. */
  private String requestId(HttpRequest request) {
    List<String> given = request.headers("X-Request-Id");
    boolean usable = given.size() == 1 && REQUEST_ID.matcher(given.get(0)).matches();
    return usable ? given.get(0) : "req_" + ids.next();
  }
}

package dev.gatehouse.http;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.principal.ClientInfo;
import java.util.List;
import java.util.regex.Pattern;

/** Describes the client behind a request. */
final class Clients {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ClientAddress addresses;
  private final Ids ids;

  Clients(ClientAddress addresses, Ids ids) {
    this.addresses = addresses;
    this.ids = ids;
  }

  ClientInfo of(HttpRequest request) {
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

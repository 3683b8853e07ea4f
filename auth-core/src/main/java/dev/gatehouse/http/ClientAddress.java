package dev.gatehouse.http;

import dev.gatehouse.net.Cidr;
import dev.gatehouse.net.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the address of the client. The list that proxies wrote is walked from its right end, which the nearest one wrote,
 * to the left, for as long as each hop is a trusted proxy: whatever stands further left, the client can have invented.
 */
final class ClientAddress {
  private final List<Cidr> trusted;
  private final ForwardedHeader header;

  ClientAddress(HttpSettings settings) {
    trusted = settings.trustedProxies();
    header = settings.forwardedHeader();
  }

  /** Returns the right-most hop that is not a trusted proxy, in its canonical text. */
  String of(HttpRequest request) {
    String sender = request.remoteAddress();
    if (header == ForwardedHeader.NONE && IpAddress.canonicalV4(sender) >= 0) {
      return sender;
    }
    Optional<InetAddress> peer = IpAddress.parseHop(sender);
    if (peer.isEmpty()) {
      return sender;
    }
    InetAddress client = peer.get();
    List<String> hops = hops(request);
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<InetAddress> hop = IpAddress.parseHop(hops.get(i));
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return client.getHostAddress();
  }

  /** Tells whether a proxy says whom it speaks for, and nobody was told to listen to any proxy. */
  boolean passesOver(HttpRequest request) {
    return header == ForwardedHeader.NONE
        && !(request.headers("X-Forwarded-For").isEmpty()
            && request.headers("Forwarded").isEmpty());
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }

  private List<String> hops(HttpRequest request) {
    if (header == ForwardedHeader.X_FORWARDED_FOR) {
      return elements(request, "X-Forwarded-For").toList();
    }
    if (header == ForwardedHeader.FORWARDED) {
      return elements(request, "Forwarded").map(ClientAddress::forwardedFor).toList();
    }
    return List.of();
  }

  private static Stream<String> elements(HttpRequest request, String name) {
    return request.headers(name).stream().flatMap(value -> Stream.of(value.split(",", -1)));
  }

  /** Returns the node of one element of {@code Forwarded}; a quoted comma makes it unreadable, which ends the walk. */
  private static String forwardedFor(String element) {
    return Stream.of(element.split(";", -1))
        .map(String::strip)
        .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
        .map(pair -> unquoted(pair.substring("for=".length())))
        .findFirst()
        .orElse("");
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

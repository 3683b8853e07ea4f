package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two cookies of a browser session, the mark of a known device, and the one of a browser that need not present a second
 * factor; these two open nothing. Over https their names start with {@code __Host-}, so that neither another path
 * nor a sub-domain can set them (RFC 6265bis, 4.1.3.2); over http on this very machine they have no prefix.
 */
public final class Cookies {
  private final Kind access;
  private final Kind refresh;
  private final Kind device;
  private final Kind trust;

  private record Kind(String name, String attributes) {}

  /** Names the cookies as the base URL demands. */
  public Cookies(HttpSettings settings) {
    String prefix = settings.secureCookies() ? "__Host-" : "";
    String everywhere = "; Path=/; HttpOnly" + (settings.secureCookies() ? "; Secure" : "");
    access = new Kind(prefix + "gatehouse_access", everywhere + "; SameSite=Lax");
    refresh = new Kind(prefix + "gatehouse_refresh", everywhere + "; SameSite=Strict");
    device = new Kind(prefix + "gatehouse_device", everywhere + "; SameSite=Strict");
    trust = new Kind(prefix + "gatehouse_trust", everywhere + "; SameSite=Strict");
  }

  /** Returns the access token of the request. */
  public Optional<Secret> access(HttpRequest request) {
    return read(request, access);
  }

  /** Returns the refresh token of the request. */
  public Optional<Secret> refresh(HttpRequest request) {
    return read(request, refresh);
  }

  /** Returns the mark of the device. */
  public Optional<Secret> device(HttpRequest request) {
    return read(request, device);
  }

  /** Returns the field that marks a device. */
  public Header markDevice(Secret mark, Duration life) {
    return write(device, mark.reveal(), life);
  }

  /** Returns the token of a trusted browser. It opens nothing by itself. */
  public Optional<Secret> trust(HttpRequest request) {
    return read(request, trust);
  }

  /** Returns the field that gives a browser the token by which it is trusted. */
  public Header setTrust(Secret token, Duration life) {
    return write(trust, token.reveal(), life);
  }

  /** Tells whether a browser sent either cookie of a session, perhaps for a page of another site. */
  boolean areSent(HttpRequest request) {
    return access(request).isPresent() || refresh(request).isPresent();
  }

  /** Returns the fields that give both cookies to a browser for as long as their tokens live. */
  public List<Header> set(
      Secret accessToken, Duration accessLife, Secret refreshToken, Duration refreshLife) {
    return List.of(
        write(access, accessToken.reveal(), accessLife),
        write(refresh, refreshToken.reveal(), refreshLife));
  }

  /** Returns the fields that take both cookies away, with the attributes they were given with. */
  public List<Header> clear() {
    return List.of(write(access, "", Duration.ZERO), write(refresh, "", Duration.ZERO));
  }

  private static Header write(Kind kind, String value, Duration life) {
    return new Header(
        "Set-Cookie", kind.name + "=" + value + "; Max-Age=" + life.toSeconds() + kind.attributes);
  }

  private static Optional<Secret> read(HttpRequest request, Kind kind) {
    List<String> fields = request.headers("Cookie");
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    String start = kind.name + "=";
    List<Secret> values = fields.stream()
        .flatMap(field -> Stream.of(field.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(start))
        .map(pair -> Secret.of(pair.substring(start.length())))
        .toList();
    // Somebody else has set one of them, and nothing tells which.
    if (values.size() > 1) {
      throw new AuthException(ErrorCode.MALFORMED_REQUEST, "A cookie was sent twice.");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }
}

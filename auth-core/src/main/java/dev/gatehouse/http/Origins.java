package dev.gatehouse.http;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The origins (RFC 6454) whose pages may use this application with the cookies of its users. */
final class Origins {
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

  private final String own;
  private final Set<String> trusted;

  Origins(HttpSettings settings) {
    own = of(settings.baseUrl());
    trusted = new HashSet<>(settings.trustedOrigins());
    trusted.add(own);
  }

  /** Tells whether an {@code Origin} header names us or an origin we trust; compared as a whole, byte by byte. */
  boolean trusts(String origin) {
    return trusted.contains(origin);
  }

  /** Tells whether pages of that origin need our leave to read answers. */
  boolean isForeignAndTrusted(String origin) {
    return trusts(origin) && !own.equals(origin);
  }

  static void checkBaseUrl(URI url) {
    boolean local =
        "http".equals(url.getScheme()) && THIS_MACHINE.contains(String.valueOf(url.getHost()));
    if ((!local && !"https".equals(url.getScheme())) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "the base URL must be https outside this machine, or cookies"
              + " and links would be exposed; was \"" + url + "\"");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the base URL has no user, query or fragment, was \"" + url + "\"");
    }
  }

  static void check(String origin) {
    boolean plain = origin.matches("https?://[a-z0-9.\\-\\[\\]:]+");
    if (!plain || !of(URI.create(origin)).equals(origin)) {
      throw new IllegalArgumentException("a trusted origin is written like https://app.example.com,"
          + " without path, wildcard or default port; was \"" + origin + "\"");
    }
  }

  private static String of(URI url) {
    String scheme = String.valueOf(url.getScheme());
    int standard = scheme.equals("https") ? 443 : 80;
    String port = url.getPort() == -1 || url.getPort() == standard ? "" : ":" + url.getPort();
    return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + port;
  }
}

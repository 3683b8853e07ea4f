package dev.gatehouse.http;

import dev.gatehouse.net.Cidr;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How the HTTP side behaves.
 *
 * @param baseUrl where people reach the application: https, or http on this very machine for development
 * @param path where the endpoints live, for example {@code /auth}
 * @param delivery what a login gets that does not say
 * @param trustedOrigins further origins whose pages may call the endpoints with cookies
 * @param trustedProxies whose word about the client's address is taken
 * @param forwardedHeader where they write it
 * @param maxBodyBytes the longest body an endpoint reads
 * @param recentLogin how old a login may be for the endpoints that need a recent one
 */
public record HttpSettings(
    URI baseUrl,
    String path,
    Delivery delivery,
    List<String> trustedOrigins,
    List<Cidr> trustedProxies,
    ForwardedHeader forwardedHeader,
    int maxBodyBytes,
    Duration recentLogin) {

  /** Checks every value; the message names the one that is wrong and what to write instead. */
  public HttpSettings {
    Origins.checkBaseUrl(baseUrl);
    if (!path.matches("(/[A-Za-z0-9._~-]+)+") || path.matches(".*/\\.{1,2}(/.*)?")) {
      throw new IllegalArgumentException(
          "the path of the endpoints is written like /auth, was \"" + path + "\"");
    }
    trustedOrigins = List.copyOf(trustedOrigins);
    trustedOrigins.forEach(Origins::check);
    trustedProxies = List.copyOf(trustedProxies);
    if (trustedProxies.isEmpty() != (forwardedHeader == ForwardedHeader.NONE)) {
      throw new IllegalArgumentException(
          "trusted proxies and the header they write go together: set both or neither");
    }
    if (maxBodyBytes < 1_024 || maxBodyBytes > 1 << 20) {
      throw new IllegalArgumentException(
          "the body limit lies between 1 KiB and 1 MiB, was " + maxBodyBytes);
    }
    if (recentLogin.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a recent login is at least 1 s old, was " + recentLogin);
    }
  }

  /** Returns the defaults: {@code /auth}, tokens in the body, no other origin, no proxy, 64 KiB, 10 minutes. */
  public static HttpSettings of(URI baseUrl) {
    return new HttpSettings(
        baseUrl,
        "/auth",
        Delivery.TOKEN,
        List.of(),
        List.of(),
        ForwardedHeader.NONE,
        64 * 1024,
        Duration.ofMinutes(10));
  }

  /** Moves the endpoints. */
  public HttpSettings withPath(String newPath) {
    return new HttpSettings(
        baseUrl,
        newPath,
        delivery,
        trustedOrigins,
        trustedProxies,
        forwardedHeader,
        maxBodyBytes,
        recentLogin);
  }

  /** Changes what a login gets that does not say. */
  public HttpSettings withDelivery(Delivery standard) {
    return new HttpSettings(
        baseUrl,
        path,
        standard,
        trustedOrigins,
        trustedProxies,
        forwardedHeader,
        maxBodyBytes,
        recentLogin);
  }

  /** Lets pages of further origins, written like {@code https://app.example.com}, call the endpoints with cookies. */
  public HttpSettings withTrustedOrigins(List<String> origins) {
    return new HttpSettings(
        baseUrl,
        path,
        delivery,
        origins,
        trustedProxies,
        forwardedHeader,
        maxBodyBytes,
        recentLogin);
  }

  /** Takes the word of these proxies about the client's address. */
  public HttpSettings withTrustedProxies(List<Cidr> proxies, ForwardedHeader header) {
    return new HttpSettings(
        baseUrl, path, delivery, trustedOrigins, proxies, header, maxBodyBytes, recentLogin);
  }

  /** Reads bodies of another length at most. */
  public HttpSettings withMaxBodyBytes(int most) {
    return new HttpSettings(
        baseUrl,
        path,
        delivery,
        trustedOrigins,
        trustedProxies,
        forwardedHeader,
        most,
        recentLogin);
  }

  /** Takes logins of another age for recent. */
  public HttpSettings withRecentLogin(Duration age) {
    return new HttpSettings(
        baseUrl,
        path,
        delivery,
        trustedOrigins,
        trustedProxies,
        forwardedHeader,
        maxBodyBytes,
        age);
  }

  /** Tells whether cookies go over TLS only; not on this very machine over http. */
  boolean secureCookies() {
    return "https".equals(baseUrl.getScheme());
  }
}

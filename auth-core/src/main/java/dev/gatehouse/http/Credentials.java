package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Finds the credential of a request: one {@code Authorization} header of scheme Bearer (RFC 6750, 2.1), one
 * {@code X-Api-Key} header, or the access cookie. Two of them are refused, because two readers could pick different ones. A
 * query or a form never holds one. A bearer without a dot is an API key: access tokens have two, and keys none.
 */
final class Credentials {
  private static final String SCHEME = "bearer";
  private static final boolean[] TOKEN68 = token68();

  private final Cookies cookies;

  Credentials(Cookies cookies) {
    this.cookies = cookies;
  }

  /** Returns the credential; empty if there is none, or only one of a scheme that is not ours. */
  Optional<Credential> of(HttpRequest request) {
    Optional<Credential> bearer = bearer(request).map(Credentials::credential);
    Optional<Credential> key = apiKey(request).map(Credential.ApiKey::new);
    Optional<Credential> cookie = cookies.access(request).map(Credential.AccessToken::new);
    Optional<Credential> found = bearer.or(() -> key).or(() -> cookie);
    int number = count(bearer) + count(key) + count(cookie);
    if (number > 1) {
      throw malformed("Send one credential: the Authorization header, X-Api-Key, or the cookie.");
    }
    return found;
  }

  private static int count(Optional<Credential> credential) {
    return credential.isPresent() ? 1 : 0;
  }

  /** Tells whether the request carries a credential that no browser sends by itself. */
  boolean areExplicit(HttpRequest request) {
    return bearer(request).isPresent() || apiKey(request).isPresent();
  }

  private static Credential credential(Secret bearer) {
    return bearer.reveal().indexOf('.') < 0
        ? new Credential.ApiKey(bearer)
        : new Credential.AccessToken(bearer);
  }

  private static Optional<Secret> apiKey(HttpRequest request) {
    List<String> fields = request.headers("X-Api-Key");
    if (fields.size() > 1) {
      throw malformed("Send one X-Api-Key header.");
    }
    return fields.stream().findFirst().map(Secret::of);
  }

  private static Optional<Secret> bearer(HttpRequest request) {
    List<String> fields = request.headers("Authorization");
    if (fields.size() > 1) {
      throw malformed("Send one Authorization header.");
    }
    return fields.stream().findFirst().flatMap(Credentials::token);
  }

  /** Reads by hand: a regular expression would take longer over a token than its verification does. */
  private static Optional<Secret> token(String field) {
    if (!hasBearerScheme(field)) {
      return Optional.empty();
    }
    int start = SCHEME.length();
    while (start < field.length() && field.charAt(start) == ' ') {
      start++;
    }
    if (start == SCHEME.length() || !isToken68(field, start)) {
      throw malformed("Write the header as: Authorization: Bearer <token>.");
    }
    return Optional.of(Secret.of(field.substring(start)));
  }

  /** Tells whether the word at the start is the whole name of the scheme. */
  private static boolean hasBearerScheme(String field) {
    boolean starts = field.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return starts
        && (field.length() == SCHEME.length() || !isLetterOrDigit(field.charAt(SCHEME.length())));
  }

  /** Tells whether the rest is one token as RFC 9110, 11.2 writes it. Looks at bytes: every request passes here. */
  private static boolean isToken68(String field, int start) {
    // Characters beyond Latin-1 become '?', which is not legal either.
    byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
    int end = bytes.length;
    while (end > start && bytes[end - 1] == '=') {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!TOKEN68[bytes[i] & 0xFF]) {
        return false;
      }
    }
    return end > start;
  }

  private static boolean[] token68() {
    boolean[] legal = new boolean[256];
    for (char c = 0; c < legal.length; c++) {
      legal[c] = isLetterOrDigit(c) || "._~+/-".indexOf(c) >= 0;
    }
    return legal;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static AuthException malformed(String detail) {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, detail);
  }
}

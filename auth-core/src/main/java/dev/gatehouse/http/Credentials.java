package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the credential of a request: one {@code Authorization} header of scheme Bearer (RFC 6750, 2.1), one
 * {@code X-Api-Key} header, or the access cookie. Two of them are refused, because two readers could pick different ones. A
 * query or a form never holds one. A bearer without a dot is an API key: access tokens have two, and keys none.
 */
final class Credentials {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*)");
  private static final Pattern BEARER_SCHEME = Pattern.compile("(?is)bearer($|[^A-Za-z0-9].*)");

  private final Cookies cookies;

  Credentials(Cookies cookies) {
    this.cookies = cookies;
  }

  /** Returns the credential; empty if there is none, or only one of a scheme that is not ours. */
  Optional<Credential> of(HttpRequest request) {
    List<Credential> found = Stream.of(
            bearer(request).map(Credentials::credential),
            apiKey(request).<Credential>map(Credential.ApiKey::new),
            cookies.access(request).<Credential>map(Credential.AccessToken::new))
        .flatMap(Optional::stream)
        .toList();
    if (found.size() > 1) {
      throw malformed("Send one credential: the Authorization header, X-Api-Key, or the cookie.");
    }
    return found.stream().findFirst();
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

  private static Optional<Secret> token(String field) {
    Matcher matcher = BEARER.matcher(field);
    if (matcher.matches()) {
      return Optional.of(Secret.of(matcher.group(1)));
    }
    if (BEARER_SCHEME.matcher(field).matches()) {
      throw malformed("Write the header as: Authorization: Bearer <token>.");
    }
    return Optional.empty();
  }

  private static AuthException malformed(String detail) {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, detail);
  }
}

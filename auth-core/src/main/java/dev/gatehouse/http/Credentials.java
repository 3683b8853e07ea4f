package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the credential of a request: one {@code Authorization} header of scheme Bearer (RFC 6750, 2.1), or the access
 * cookie. Two of them are refused, because two readers could pick different ones. A query or a form never holds one.
 */
final class Credentials {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*)");
  private static final Pattern BEARER_SCHEME = Pattern.compile("(?is)bearer($|[^A-Za-z0-9].*)");

  private final Cookies cookies;

  Credentials(Cookies cookies) {
    this.cookies = cookies;
  }

  /** Returns the credential; empty if there is none, or only one of a scheme that is not ours. */
  Optional<Secret> of(HttpRequest request) {
    Optional<Secret> bearer = bearer(request);
    Optional<Secret> cookie = cookies.access(request);
    if (bearer.isPresent() && cookie.isPresent()) {
      throw malformed("Send one credential: the Authorization header or the cookie.");
    }
    return bearer.or(() -> cookie);
  }

  Optional<Secret> bearer(HttpRequest request) {
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

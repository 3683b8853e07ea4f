package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id and the secret of a client in an {@code Authorization} header of scheme Basic (RFC 7617; RFC 6749, 2.3.1). */
public record BasicCredentials(String id, Secret secret) {
  private static final Pattern BASIC = Pattern.compile("(?i)basic +([A-Za-z0-9+/]{1,4096}={0,2})");

  /**
   * Returns the credentials of a request; empty if it has no {@code Authorization} header.
   *
   * @throws AuthException {@code malformed_request} for two headers, {@code invalid_client} for one that is none of a client
   */
  public static Optional<BasicCredentials> of(HttpRequest request) {
    List<String> fields = request.headers("Authorization");
    if (fields.size() > 1) {
      throw new AuthException(ErrorCode.MALFORMED_REQUEST, "Send one Authorization header.");
    }
    return fields.stream().findFirst().map(BasicCredentials::read);
  }

  private static BasicCredentials read(String field) {
    Matcher basic = BASIC.matcher(field);
    if (!basic.matches()) {
      throw unreadable();
    }
    try {
      String pair = FormText.utf8(Base64.getDecoder().decode(basic.group(1)));
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw unreadable();
      }
      // Each half was form-encoded before the two were joined.
      return new BasicCredentials(
          FormText.decode(pair.substring(0, colon)),
          Secret.of(FormText.decode(pair.substring(colon + 1))));
    } catch (IllegalArgumentException | AuthException e) {
      throw unreadable();
    }
  }

  private static AuthException unreadable() {
    return new AuthException(
        ErrorCode.INVALID_CLIENT, "Write the header as: Authorization: Basic <credentials>.");
  }
}

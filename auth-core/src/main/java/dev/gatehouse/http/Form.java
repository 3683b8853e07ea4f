package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters of a form body (RFC 6749, 3.2): each at most once, also those that nobody reads, because two readers could
 * pick different ones. A parameter without a value counts as left out.
 */
public final class Form {
  static final int MAX_BYTES = 16 * 1024;
  private static final int MAX_PARAMETERS = 32;
  private static final Pattern TYPE = Pattern.compile("(?i)application/x-www-form-urlencoded"
      + "[ \\t]*(;[ \\t]*charset=(utf-8|\"utf-8\")[ \\t]*)?");

  private final Map<String, String> parameters;

  private Form(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the body of a request that says it is a form.
   *
   * @param limit the longest body, never more than 16 KiB
   * @throws AuthException {@code unsupported_media_type}, {@code body_too_large} or {@code malformed_request}
   */
  static Form read(HttpRequest request, int limit) {
    List<String> types = request.headers("Content-Type");
    boolean plain = request.headers("Content-Encoding").isEmpty();
    if (types.size() != 1 || !TYPE.matcher(types.get(0)).matches() || !plain) {
      throw new AuthException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send plain application/x-www-form-urlencoded.");
    }
    return parse(FormText.utf8(request.body(Math.min(limit, MAX_BYTES))));
  }

  private static Form parse(String body) {
    String[] pairs = body.isEmpty() ? new String[0] : body.split("&", MAX_PARAMETERS + 1);
    if (pairs.length > MAX_PARAMETERS) {
      throw malformed("Send at most " + MAX_PARAMETERS + " parameters.");
    }
    Map<String, String> parameters = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = FormText.decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : FormText.decode(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw malformed("A parameter was sent twice.");
      }
    }
    return new Form(parameters);
  }

  /** Returns a parameter that has a value. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** Returns a parameter that must not be seen. */
  public Optional<Secret> secret(String name) {
    return text(name).map(Secret::of);
  }

  private static AuthException malformed(String detail) {
    return new AuthException(ErrorCode.MALFORMED_REQUEST, detail);
  }
}

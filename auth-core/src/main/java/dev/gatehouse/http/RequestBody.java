package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the JSON body of a request, if the request says that it is one. */
final class RequestBody {
  private static final Pattern JSON =
      Pattern.compile("(?i)application/json[ \\t]*(;[ \\t]*charset=(utf-8|\"utf-8\")[ \\t]*)?");

  private RequestBody() {}

  static Members read(HttpRequest request, int limit) {
    List<String> types = request.headers("Content-Type");
    List<String> codings = request.headers("Content-Encoding");
    // A body that a browser form can send is never JSON here, and a compressed one may be far
    // larger than it looks.
    if (types.size() != 1 || !JSON.matcher(types.get(0)).matches() || !codings.isEmpty()) {
      throw new AuthException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send plain application/json in UTF-8.");
    }
    return new Members(Json.read(request.body(limit)));
  }

  /** Reads a body that may be missing altogether. */
  static Members readOptional(HttpRequest request, int limit) {
    boolean untyped = request.headers("Content-Type").isEmpty();
    return untyped && request.body(limit).length == 0
        ? new Members(Map.of())
        : read(request, limit);
  }
}

package dev.gatehouse.servlet;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads the query alone: a container's own parameters would mix it with a form in the body. */
final class QueryString {
  private QueryString() {}

  static List<String> values(String query, String name) {
    return Stream.of(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> decode(pair[0]).equals(name))
        .map(pair -> pair.length == 2 ? decode(pair[1]) : "")
        .toList();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AuthException(ErrorCode.MALFORMED_REQUEST, "The query is not well encoded.");
    }
  }
}

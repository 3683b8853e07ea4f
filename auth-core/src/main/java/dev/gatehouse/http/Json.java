package dev.gatehouse.http;

import java.util.Map;

/**
 * The one way this library reads and writes JSON bodies. Reading is strict: RFC 8259 and nothing beside it, one object,
 * no duplicate names (also not by escapes), at most {@value #MAX_DEPTH} levels, numbers that a double holds, and only
 * text that has an encoding.
 */
public final class Json {
  static final int MAX_DEPTH = 32;

  private Json() {}

  /**
   * Reads an object. Values are strings, {@code Long} or {@code Double}, booleans, lists, maps, and {@link JsonNull}.
   *
   * @throws dev.gatehouse.error.AuthException {@code malformed_request} for anything else
   */
  public static Map<String, Object> read(byte[] utf8) {
    return new JsonReader(utf8).document();
  }

  /** Writes strings, numbers, booleans, iterables and maps; the text of anything else as a string. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder(256);
    JsonWriter.write(value, out);
    return out.toString();
  }
}

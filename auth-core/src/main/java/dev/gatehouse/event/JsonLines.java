package dev.gatehouse.event;

import java.util.Map;
import java.util.StringJoiner;

/** One flat JSON object (RFC 8259) of strings on one line. */
final class JsonLines {
  private JsonLines() {}

  static String format(Map<String, String> fields) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    fields.forEach((name, value) -> object.add(quote(name) + ':' + quote(value)));
    return object.toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

package dev.gatehouse.http;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON that is also harmless where somebody mistakes it for HTML or JavaScript. */
final class JsonWriter {
  private JsonWriter() {}

  static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      object(map, out);
    } else if (value instanceof Iterable<?> items) {
      array(items, out);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value == JsonNull.NULL) {
      out.append("null");
    } else {
      string(value.toString(), out);
    }
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void array(Iterable<?> items, StringBuilder out) {
    out.append('[');
    for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
      write(rest.next(), out);
      out.append(rest.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    text.chars().forEach(c -> character((char) c, out));
    out.append('"');
  }

  private static void character(char c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (unsafe(c)) {
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }

  private static boolean unsafe(char c) {
    return Character.isISOControl(c)
        || List.of('<', '>', '&', '\u2028', '\u2029').contains(c);
  }
}

package dev.gatehouse.mail;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for values: <code>{name}</code> is a value, <code>{#name}…{/name}</code> is a part that is there only
 * if the value is not empty. Values are inserted once and never read as places.
 */
final class Layout {
  private static final Pattern PART =
      Pattern.compile("\\{#([a-z_]+)\\}\\n?(.*?)\\{/\\1\\}\\n?", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)\\}");

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /**
   * Fills the places.
   *
   * @throws IllegalStateException if a place has no value
   */
  String fill(Map<String, String> values, UnaryOperator<String> escape) {
    // Parts first, while no value is in the text yet.
    String present = PART.matcher(text)
        .replaceAll(part -> Matcher.quoteReplacement(
            values.getOrDefault(part.group(1), "").isEmpty() ? "" : part.group(2)));
    return PLACE
        .matcher(present)
        .replaceAll(place -> Matcher.quoteReplacement(escape.apply(value(values, place.group(1)))));
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("a mail has no value for its place " + name);
    }
    return value;
  }
}

package dev.gatehouse;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of properties as text. */
final class Values {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([a-zA-Z]{1,3})");

  private Values() {}

  /** Reads {@code 500ms, 30s, 10m, 12h, 14d} or ISO 8601. */
  static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text.strip());
    if (!amount.matches()) {
      return iso(text);
    }
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw wrong("a duration such as 30s, 10m, 12h or 14d", text);
    };
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw wrong("a duration such as 30s, 10m, 12h or 14d", text);
    }
  }

  /** Writes a duration in the largest unit that it is a whole number of, as {@link #duration} reads it. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    for (Unit unit : Unit.values()) {
      if (millis % unit.millis == 0 && Duration.ofMillis(millis).equals(duration)) {
        String number = Long.toString(millis / unit.millis);
        return millis == 0 ? "0s" : number + unit.name().toLowerCase(Locale.ROOT);
      }
    }
    return duration.toString();
  }

  private enum Unit {
    D(86_400_000),
    H(3_600_000),
    M(60_000),
    S(1_000),
    MS(1);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }

  static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("true or false", text);
    };
  }

  static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw wrong("a whole number", text);
    }
  }

  /** Reads {@code 19456KiB} or {@code 19MiB} as KiB. */
  static int kibibytes(String text) {
    Matcher amount = AMOUNT.matcher(text.strip());
    String unit = amount.matches() ? amount.group(2) : "";
    return switch (unit) {
      case "KiB" -> Integer.parseInt(amount.group(1));
      case "MiB" -> Math.multiplyExact(Integer.parseInt(amount.group(1)), 1024);
      default -> throw wrong("a size such as 19456KiB or 19MiB", text);
    };
  }

  /** Writes a number of bytes; one that code gave need not be one that {@link #kibibytes} reads. */
  static String size(int bytes) {
    return bytes % 1024 == 0 ? bytes / 1024 + "KiB" : bytes + " bytes";
  }

  /** Reads a list separated by commas. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Reads the name of a constant, with dashes for underscores, in any case. */
  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    String wanted = text.strip().replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(wanted)) {
        return constant;
      }
    }
    throw wrong(
        "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), text);
  }

  private static IllegalArgumentException wrong(String expected, String found) {
    return new IllegalArgumentException("expected " + expected + ", was \"" + found + "\"");
  }
}

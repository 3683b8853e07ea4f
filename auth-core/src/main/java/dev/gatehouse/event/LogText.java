package dev.gatehouse.event;

/**
 * Hostile text made safe for one line of a log: control, format (bidi), surrogate and line-separating characters are
 * shown as escapes, no value is longer than 1 KiB, and no look-up such as <code>${jndi:…}</code> survives.
 */
final class LogText {
  private static final int MAXIMUM_BYTES = 1024;
  private static final String CUT = "…";
  private static final int CUT_BYTES = 3;

  private LogText() {}

  static String clean(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), MAXIMUM_BYTES));
    int bytes = 0;
    int previous = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      String piece = piece(point, previous);
      bytes += utf8Length(piece);
      if (bytes > MAXIMUM_BYTES - CUT_BYTES) {
        return clean.append(CUT).toString();
      }
      clean.append(piece);
      previous = point;
      i += Character.charCount(point);
    }
    return clean.toString();
  }

  private static String piece(int point, int previous) {
    boolean startsLookup = previous == '$' && point == '{';
    return startsLookup || isHostile(point)
        ? String.format("\\u%04x", point)
        : Character.toString(point);
  }

  private static boolean isHostile(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static int utf8Length(String piece) {
    int point = piece.codePointAt(0);
    if (point < 0x80) {
      return piece.length();
    }
    return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}

package dev.gatehouse.mail;

/** Text from outside made safe for a mail: one line, no control characters, no change of reading direction. */
final class MailText {
  private MailText() {}

  /** Returns at most {@code limit} characters with everything hostile replaced by a blank. */
  static String line(String text, int limit) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(limit)
        .map(point -> isHostile(point) ? ' ' : point)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static boolean isHostile(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || isDirection(point);
  }

  // Joiners stay: names in Persian and many emoji need them.
  private static boolean isDirection(int point) {
    return point == 0x061C
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }
}

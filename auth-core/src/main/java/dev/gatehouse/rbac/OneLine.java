package dev.gatehouse.rbac;

/** Short texts for people. They are shown in logs and tables, and every store must be able to keep them. */
final class OneLine {
  private OneLine() {}

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException if it is too long, or not one line of text
   */
  static String require(String what, String text, int longest) {
    boolean printable = text.codePoints()
        .noneMatch(point ->
            Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    if (!printable || text.length() > longest) {
      throw new IllegalArgumentException(
          what + " is one line of text with at most " + longest + " characters");
    }
    return text;
  }
}

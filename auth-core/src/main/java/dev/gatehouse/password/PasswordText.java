package dev.gatehouse.password;

import java.text.Normalizer;
import java.util.Locale;

/** What a password is as text: NFC, so that the same characters typed on another keyboard are the same password. */
final class PasswordText {
  // Canonical composition shortens a text at most to a sixth: three supplementary code points
  // become one.
  private static final int UNITS_PER_CODE_POINT = 8;

  private PasswordText() {}

  /** Tells, without reading it, that a text cannot have so few code points even after composition. */
  static boolean isHopelesslyLong(String raw, int maxCodePoints) {
    return raw.length() > UNITS_PER_CODE_POINT * maxCodePoints;
  }

  /** Tells whether there is neither a NUL, which other systems cut at, nor half of a surrogate pair in it. */
  static boolean isText(String raw) {
    return raw.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  static String normalize(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns the form in which passwords are compared with words, never in which they are hashed. */
  static String fold(String text) {
    return normalize(text).toLowerCase(Locale.ROOT);
  }
}

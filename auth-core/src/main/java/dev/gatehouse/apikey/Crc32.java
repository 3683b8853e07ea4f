package dev.gatehouse.apikey;

/**
 * CRC-32 (ISO-HDLC, as in {@code java.util.zip}) one character at a time, so that the checksum of a text costs no copy
 * of it. Finds typing errors and junk; protects against nobody.
 */
final class Crc32 {
  /** The state before the first character. */
  static final int START = -1;

  private static final int POLYNOMIAL = 0xEDB8_8320;
  private static final int[] TABLE = table();

  private Crc32() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }

  /** Returns the state after one more character, of which only the lower eight bits count. */
  static int update(int state, char c) {
    return state >>> 8 ^ TABLE[(state ^ c) & 0xFF];
  }

  /** Returns the state after a whole text. */
  static int update(int state, String text) {
    int next = state;
    for (int i = 0; i < text.length(); i++) {
      next = update(next, text.charAt(i));
    }
    return next;
  }

  /** Returns the checksum of all characters so far. */
  static int value(int state) {
    return ~state;
  }
}

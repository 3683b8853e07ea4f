package dev.gatehouse.otp;

/** Bytes as text of 32 characters, five bits each, the first bits first; without padding. */
final class Base32 {
  /** RFC 4648, 6: what authenticator apps read. */
  static final String STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  /** Crockford's: without the letters I, L, O and U, which people take for something else. */
  static final String READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Base32() {}

  /** Encodes a multiple of five bytes. */
  static String encode(byte[] bytes, String alphabet) {
    StringBuilder text = new StringBuilder(bytes.length * 8 / 5);
    for (int i = 0; i < bytes.length; i += 5) {
      long block = 0;
      for (int j = 0; j < 5; j++) {
        block = (block << 8) | (bytes[i + j] & 0xFF);
      }
      for (int shift = 35; shift >= 0; shift -= 5) {
        text.append(alphabet.charAt((int) (block >>> shift) & 31));
      }
    }
    return text.toString();
  }

  /** Returns the text in groups of four. */
  static String grouped(String text, char separator) {
    return text.replaceAll("(.{4})(?=.)", "$1" + separator);
  }
}

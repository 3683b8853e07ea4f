package dev.gatehouse.principal;

import java.util.UUID;

/** The text form of typed ids: prefix, underscore, 26 characters of Crockford base32 (TypeID 0.3). */
final class TypeId {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  private TypeId() {}

  static String format(String prefix, UUID id) {
    StringBuilder text =
        new StringBuilder(prefix.length() + 1 + LENGTH).append(prefix).append('_');
    // 130 bits for 128: the first character holds the top 3 bits only.
    for (int shift = 125; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt(bits(id, shift)));
    }
    return text.toString();
  }

  private static int bits(UUID id, int shift) {
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    long part;
    if (shift >= 64) {
      part = high >>> (shift - 64);
    } else if (shift > 59) {
      part = (low >>> shift) | (high << (64 - shift));
    } else {
      part = low >>> shift;
    }
    return (int) (part & 31);
  }

  static UUID parse(String prefix, String text) {
    int start = prefix.length() + 1;
    if (text.length() != start + LENGTH
        || !text.startsWith(prefix)
        || text.charAt(start - 1) != '_') {
      throw malformed(prefix);
    }
    if (text.charAt(start) > '7') {
      throw malformed(prefix);
    }
    long high = 0;
    long low = 0;
    for (int i = start; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw malformed(prefix);
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    return new UUID(high, low);
  }

  private static IllegalArgumentException malformed(String prefix) {
    return new IllegalArgumentException(
        "an id of this kind is \"" + prefix + "_\" and 26 characters of lower-case base32");
  }
}

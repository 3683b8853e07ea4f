package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The three parts of a JWS in compact form (RFC 7515, 7.1), read from text that proved nothing yet. There is exactly
 * one accepted spelling of any three byte strings: base64url without padding, unused bits zero, nothing before,
 * between or after.
 */
final class CompactToken {
  /** The longest accepted token; compared before anything else is done with the text. */
  static final int MAXIMUM_LENGTH = 8 * 1024;

  private static final byte[] VALUES = values();

  private final byte[] text;
  private final int headerEnd;
  private final int payloadEnd;

  private CompactToken(byte[] text, int headerEnd, int payloadEnd) {
    this.text = text;
    this.headerEnd = headerEnd;
    this.payloadEnd = payloadEnd;
  }

  /** Returns the parts, or null if the text is not a token in the one accepted spelling. */
  static @Nullable CompactToken parse(byte[] text) {
    if (text.length > MAXIMUM_LENGTH) {
      return null;
    }
    int first = segmentEnd(text, 0);
    int second = segmentEnd(text, first + 1);
    int third = segmentEnd(text, second + 1);
    boolean wellFormed = isDot(text, first)
        && isDot(text, second)
        && third == text.length
        && isCanonical(text, 0, first)
        && isCanonical(text, first + 1, second)
        && isCanonical(text, second + 1, third);
    return wellFormed ? new CompactToken(text, first, second) : null;
  }

  /** Returns the header as it was written. */
  String header() {
    return new String(text, 0, headerEnd, StandardCharsets.ISO_8859_1);
  }

  /** Returns the text of all three parts; the first {@link #signedLength()} bytes are what was signed. */
  byte[] text() {
    return text;
  }

  int signedLength() {
    return payloadEnd;
  }

  byte[] payload() {
    return decode(text, headerEnd + 1, payloadEnd);
  }

  byte[] signature() {
    return decode(text, payloadEnd + 1, text.length);
  }

  /** Returns the index after the last base64url character from {@code start} on. */
  private static int segmentEnd(byte[] text, int start) {
    int end = start;
    while (end < text.length && value(text[end]) >= 0) {
      end++;
    }
    return end;
  }

  private static boolean isDot(byte[] text, int index) {
    return index < text.length && text[index] == '.';
  }

  private static boolean isCanonical(byte[] text, int start, int end) {
    if (end == start) {
      return false;
    }
    int last = value(text[end - 1]);
    return switch ((end - start) % 4) {
      case 0 -> true;
      case 2 -> (last & 0b1111) == 0;
      case 3 -> (last & 0b11) == 0;
      default -> false;
    };
  }

  private static byte[] decode(byte[] text, int start, int end) {
    return Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, start, end));
  }

  private static int value(byte character) {
    return character < 0 ? -1 : VALUES[character];
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}

package dev.gatehouse.apikey;

import java.util.Arrays;

/** Numbers written with {@code 0-9 A-Z a-z}, most significant digit first, padded with zeros. */
final class Base62 {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RADIX = 62;
  private static final byte[] DIGITS = digits();

  private Base62() {}

  private static byte[] digits() {
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < RADIX; i++) {
      digits[ALPHABET.charAt(i)] = (byte) i;
    }
    return digits;
  }

  /** Returns the value of a digit in Latin-1, or -1 if it is none. */
  static int digit(byte latin) {
    return DIGITS[latin & 0xFF];
  }

  /** Writes a number of 256 bits in 43 characters. */
  static String of256Bits(byte[] number) {
    int[] rest = new int[number.length];
    for (int i = 0; i < number.length; i++) {
      rest[i] = number[i] & 0xFF;
    }
    char[] text = new char[43];
    for (int i = text.length - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt(divide(rest));
    }
    return new String(text);
  }

  /** Divides by 62 in place and returns the remainder. */
  private static int divide(int[] bytes) {
    int carry = 0;
    for (int i = 0; i < bytes.length; i++) {
      int value = carry << 8 | bytes[i];
      bytes[i] = value / RADIX;
      carry = value % RADIX;
    }
    return carry;
  }

  /** Writes a number of 32 bits in 6 characters. */
  static String of32Bits(int number) {
    long rest = number & 0xFFFF_FFFFL;
    char[] text = new char[6];
    for (int i = text.length - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (rest % RADIX));
      rest /= RADIX;
    }
    return new String(text);
  }
}

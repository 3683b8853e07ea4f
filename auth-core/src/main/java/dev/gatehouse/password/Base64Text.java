package dev.gatehouse.password;

import java.util.Base64;
import java.util.Optional;

/** Base64 as hash strings have it: the standard alphabet, written without padding. */
final class Base64Text {
  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

  private Base64Text() {}

  static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Decodes with or without padding; empty if it is not base64. */
  static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

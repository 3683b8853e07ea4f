package dev.gatehouse.password;

import java.util.Base64;
import java.util.Optional;

/** The salt of a hash, kept as base64 of the standard alphabet without padding: the form hash strings have. */
record Salt(String base64) {

  static Salt of(byte[] bytes) {
    return new Salt(Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads base64 with or without padding; empty if it is none. */
  static Optional<Salt> parse(String base64) {
    return Base64Text.decode(base64).map(Salt::of);
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  int length() {
    return base64.length() * 3 / 4;
  }
}

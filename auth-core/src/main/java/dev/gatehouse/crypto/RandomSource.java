package dev.gatehouse.crypto;

import java.security.SecureRandom;

/** Unpredictable bytes. Everything random in this library comes through it. */
@FunctionalInterface
public interface RandomSource {

  /** Returns {@code count} fresh bytes. Safe for use by many threads. */
  byte[] bytes(int count);

  /** Returns the platform's cryptographic generator. */
  static RandomSource secure() {
    SecureRandom random = new SecureRandom();
    return count -> {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    };
  }
}

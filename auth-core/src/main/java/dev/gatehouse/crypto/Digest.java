package dev.gatehouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 value: what a store keeps of a random token. Only for inputs of 128 random bits or more; whatever
 * a human chose goes through {@code password}. Compares in constant time.
 */
public final class Digest {
  private static final int LENGTH = 32;

  private final byte[] value;

  /** Takes the array over. */
  Digest(byte[] value) {
    this.value = value;
  }

  /** Digests the UTF-8 bytes of a text. */
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Digests bytes. */
  public static Digest of(byte[] bytes) {
    return new Digest(engine().digest(bytes));
  }

  static MessageDigest engine() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Wraps a digest that a store has kept.
   *
   * @throws IllegalArgumentException if it does not have 32 bytes
   */
  public static Digest wrap(byte[] digest) {
    if (digest.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, was " + digest.length);
    }
    return new Digest(digest.clone());
  }

  /** Returns a copy of the 32 bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && MessageDigest.isEqual(value, digest.value);
  }

  @Override
  public int hashCode() {
    return (value[0] & 0xFF) << 24
        | (value[1] & 0xFF) << 16
        | (value[2] & 0xFF) << 8
        | (value[3] & 0xFF);
  }

  /** Returns the first four bytes in hexadecimal: enough to tell two apart in a log. */
  @Override
  public String toString() {
    return "Digest(" + HexFormat.of().formatHex(value, 0, 4) + "…)";
  }
}

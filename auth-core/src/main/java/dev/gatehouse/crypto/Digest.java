package dev.gatehouse.crypto;

import java.nio.ByteBuffer;
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

  // Four numbers: compared without a branch, and with less memory than an array.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /** Reads 32 bytes. */
  Digest(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    this.first = bytes.getLong(0);
    this.second = bytes.getLong(8);
    this.third = bytes.getLong(16);
    this.fourth = bytes.getLong(24);
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
    return new Digest(digest);
  }

  /** Returns the 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest
        && ((first ^ digest.first)
                | (second ^ digest.second)
                | (third ^ digest.third)
                | (fourth ^ digest.fourth))
            == 0;
  }

  @Override
  public int hashCode() {
    return (int) (first >>> 32);
  }

  /** Returns the first four bytes in hexadecimal: enough to tell two apart in a log. */
  @Override
  public String toString() {
    return "Digest(" + HexFormat.of().toHexDigits(hashCode()) + "…)";
  }
}

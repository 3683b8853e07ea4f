package dev.gatehouse.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/** Encrypted bytes as a store keeps them; only a {@link KeyRing} can open them. Immutable. */
public final class Sealed {
  private static final Sealed NOTHING = new Sealed(new byte[0]);

  private final byte[] bytes;

  private Sealed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Wraps a copy of the bytes. */
  public static Sealed of(byte[] bytes) {
    return new Sealed(bytes.clone());
  }

  /** Returns the value that stands for nothing sealed. */
  public static Sealed nothing() {
    return NOTHING;
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Tells whether there is nothing in it. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sealed sealed && MessageDigest.isEqual(bytes, sealed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Sealed(" + bytes.length + " bytes)";
  }
}

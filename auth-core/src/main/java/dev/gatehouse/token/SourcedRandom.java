package dev.gatehouse.token;

import dev.gatehouse.crypto.RandomSource;
import java.security.SecureRandom;

/** The shape in which the JDK's key generators take randomness; the bytes come from our source. */
final class SourcedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient RandomSource source;

  SourcedRandom(RandomSource source) {
    this.source = source;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    System.arraycopy(source.bytes(bytes.length), 0, bytes, 0, bytes.length);
  }
}

package dev.gatehouse.testkit;

import dev.gatehouse.crypto.RandomSource;
import java.util.Random;

/** Bytes that look random and are the same in every run. For tests only: whoever knows the seed knows them all. */
public final class SeededRandom implements RandomSource {
  private final Random random;

  /** Two sources of one seed give the same bytes, call for call. */
  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public synchronized byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}

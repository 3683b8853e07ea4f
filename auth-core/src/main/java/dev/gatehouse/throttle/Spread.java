package dev.gatehouse.throttle;

import java.time.Duration;
import java.time.Instant;

/** How many different things were seen within a while, roughly: each sets one of 64 bits. */
final class Spread {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private Instant begun = Instant.EPOCH;
  private long bits;

  /** Notes one, and tells whether it is the one that makes so many; once in ten minutes at most. */
  synchronized boolean reaches(int many, int hash, Instant now) {
    if (Duration.between(begun, now).abs().compareTo(WINDOW) >= 0) {
      begun = now;
      bits = 0;
    }
    int before = Long.bitCount(bits);
    bits |= 1L << (hash & 63);
    return before < many && Long.bitCount(bits) >= many;
  }
}

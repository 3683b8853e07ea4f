package dev.gatehouse.crypto;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562, 5.7): they sort by time and cannot be guessed. */
public final class Ids {
  private final InstantSource clock;
  private final RandomSource random;

  /** Takes its time and its randomness from the given sources. */
  public Ids(InstantSource clock, RandomSource random) {
    this.clock = clock;
    this.random = random;
  }

  /** Returns an id that nobody has seen before. */
  public UUID next() {
    ByteBuffer tail = ByteBuffer.wrap(random.bytes(10));
    long high = (clock.millis() << 16) | 0x7000L | (tail.getShort() & 0x0FFFL);
    long low = (tail.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}

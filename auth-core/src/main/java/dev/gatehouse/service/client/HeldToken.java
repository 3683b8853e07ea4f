package dev.gatehouse.service.client;

import dev.gatehouse.crypto.Secret;
import java.time.Duration;

/**
 * A token in memory. Its times are readings of a clock that only runs forward, so that no change of the wall clock makes a
 * dead token look alive.
 *
 * @param askedAt before the issuer was asked: the token is younger than it seems here, never older
 */
record HeldToken(Secret token, long askedAt, long renewAt, long endsAt) {
  private static final long LEAST_AGE = Duration.ofSeconds(1).toNanos();

  static HeldToken of(Secret token, long askedAt, Duration life) {
    long nanos = life.toNanos();
    return new HeldToken(
        token, askedAt, askedAt + Math.max(LEAST_AGE, nanos / 5 * 4), askedAt + nanos);
  }

  /** Tells whether it need not be renewed yet: less than four fifths of its life are over. */
  boolean isFresh(long now) {
    return now - renewAt < 0;
  }

  boolean isAlive(long now) {
    return now - endsAt < 0;
  }

  /** Tells whether the issuer gave it out so lately that another would be as good or as bad. */
  boolean isNew(long now) {
    return now - askedAt < LEAST_AGE;
  }
}

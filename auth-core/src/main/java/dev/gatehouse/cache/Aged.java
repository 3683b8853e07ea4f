package dev.gatehouse.cache;

import java.time.Duration;

/**
 * A value and how long ago the store said so.
 *
 * @param age at the moment it is handed over; zero if the store was asked just now
 */
public record Aged<V>(V value, Duration age) {
  /** Returns a value that the store was asked for just now. */
  public static <V> Aged<V> fresh(V value) {
    return new Aged<>(value, Duration.ZERO);
  }
}

package dev.gatehouse.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rate limits of keys, asked once per use after all that is free, and before credits are spent. */
@FunctionalInterface
public interface KeyLimits {

  /** Counts a use; returns how long to wait before the next if this one was too much. Safe for use by many threads. */
  Optional<Duration> exceeded(ApiKey key, Instant now);

  /** Returns no limits. */
  static KeyLimits none() {
    return (key, now) -> Optional.empty();
  }
}

package dev.gatehouse.apikey;

import dev.gatehouse.throttle.LimitedUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rate limits of keys, asked once per use after all that is free, and before credits are spent. */
@FunctionalInterface
public interface KeyLimits {

  /** Counts a use; returns how long to wait before the next if this one was too much. Safe for use by many threads. */
  Optional<Duration> exceeded(ApiKey key, Instant now);

  /**
   * Counts a use together with whatever else limits the request: all or nothing, as far as this can be.
   *
   * @param request decides about limits of this key together with those of the request, and returns how long to wait if it was
   *     too much; to be asked once, also with an empty list
   */
  default Optional<Duration> exceeded(
      ApiKey key, Instant now, Function<List<LimitedUse>, Optional<Duration>> request) {
    return exceeded(key, now).or(() -> request.apply(List.of()));
  }

  /** Returns no limits. */
  static KeyLimits none() {
    return (key, now) -> Optional.empty();
  }
}

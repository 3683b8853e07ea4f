package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.time.Instant;

/**
 * A lane that is shut.
 *
 * @param key of the lane
 * @param subject what the lane has in common with others about the same login name
 * @param label whom it is about, under the application's secret; see {@link LockLabel}
 * @param failures in a row
 * @param until when the next guess is allowed
 */
public record Lock(
    Lane.Kind kind, Digest key, Digest subject, Sealed label, int failures, Instant until) {

  /** Where a list of locks goes on: they are in the order in which they end. */
  public record After(Instant until, Digest key) {}
}

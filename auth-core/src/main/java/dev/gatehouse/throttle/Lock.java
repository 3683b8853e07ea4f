package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import java.time.Instant;
import java.util.Arrays;

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
  public record After(Instant until, Digest key) {
    /** Returns where a list of all locks that there are at that time begins: what ends just then is none. */
    public static After all(Instant now) {
      byte[] last = new byte[32];
      Arrays.fill(last, (byte) -1);
      return new After(now, Digest.wrap(last));
    }
  }
}

package dev.gatehouse.throttle;

import java.time.Duration;

/**
 * How one key stands with one quota.
 *
 * @param allowed whether this quota lets the request through; another one may still refuse it
 * @param nanos if it does, the time until all is earned again; if not, the time until this request would be let through
 */
public record Standing(Quota quota, boolean allowed, long nanos) {

  /** Returns how many more requests are let through now. */
  public long remaining() {
    Limit limit = quota.limit();
    return allowed ? Math.max(0, (limit.burstNanos() - nanos) / limit.intervalNanos()) : 0;
  }

  /** Returns it as one number: what is owed in nanoseconds, or less than zero: the time to wait. */
  long outcome() {
    return allowed ? nanos : -Math.max(1, nanos);
  }

  /** Returns how long to wait: until the request is let through, or none if it is. */
  public Duration retryAfter() {
    return allowed ? Duration.ZERO : Duration.ofNanos(nanos);
  }
}

package dev.gatehouse.throttle;

/** One request seen by one limit. */
public record LimitedUse(Quota quota, LimitKey key, Enforcement mode) {
  Charge charge() {
    return Charge.of(quota, key);
  }
}

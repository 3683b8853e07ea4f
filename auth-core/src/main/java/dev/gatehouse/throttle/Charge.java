package dev.gatehouse.throttle;

/**
 * What one request takes from one quota.
 *
 * @param cost 1 or more, and at most what the quota allows at once
 */
public record Charge(Quota quota, LimitKey key, int cost) {
  /** Checks that the cost can ever be paid. */
  public Charge {
    if (cost < 1 || cost > quota.limit().capacity()) {
      throw new IllegalArgumentException("a request costs 1 to " + quota.limit().capacity()
          + " of \"" + quota.name() + "\", not " + cost);
    }
  }

  /** Takes one. */
  public static Charge of(Quota quota, LimitKey key) {
    return new Charge(quota, key, 1);
  }
}

package dev.gatehouse;

import dev.gatehouse.throttle.RateLimitStore;

/** A store of limits that nodes share, and about how many they are. */
record SharedLimits(RateLimitStore store, int nodes) {
  SharedLimits {
    if (nodes < 1) {
      throw new IllegalArgumentException("there is one node or more, not " + nodes);
    }
  }
}

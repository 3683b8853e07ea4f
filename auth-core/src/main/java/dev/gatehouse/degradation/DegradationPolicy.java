package dev.gatehouse.degradation;

import dev.gatehouse.throttle.FailureMode;

/**
 * What is chosen about the loss of a backend. The rest is not up for choice, or is a lease: how long a node answers from its
 * copies is set where they are ({@code gatehouse.session.lease} and its like).
 *
 * @param authLimits the mode of limits that reach the endpoints of Gatehouse, and of those on API keys; never OPEN
 * @param limits the mode of the other limits, unless they say otherwise themselves
 */
public record DegradationPolicy(FailureMode authLimits, FailureMode limits) {
  /** Checks that authentication stays limited. */
  public DegradationPolicy {
    if (authLimits == FailureMode.OPEN) {
      throw new IllegalArgumentException(
          "limits on authentication never fail open: whoever stops the shared store could guess"
              + " without end; choose local or closed");
    }
  }

  /** Every node counts for itself while the shared store does not answer. */
  public static DegradationPolicy defaults() {
    return new DegradationPolicy(FailureMode.LOCAL, FailureMode.LOCAL);
  }

  /** Returns a copy with another mode of the limits that reach authentication. */
  public DegradationPolicy withAuthLimits(FailureMode mode) {
    return new DegradationPolicy(mode, limits);
  }

  /** Returns a copy with another mode of the other limits. */
  public DegradationPolicy withLimits(FailureMode mode) {
    return new DegradationPolicy(authLimits, mode);
  }
}

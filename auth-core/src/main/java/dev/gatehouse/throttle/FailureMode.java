package dev.gatehouse.throttle;

/** What becomes of requests under a limit while the store that nodes share does not answer. */
public enum FailureMode {
  /** Each node counts for itself, and lets its share through. */
  LOCAL,
  /** They are let through uncounted: the limit fails open. Never for limits that guard authentication. */
  OPEN,
  /** They are refused with {@code store_unavailable}: the limit fails closed. */
  CLOSED
}

package dev.gatehouse.guard;

/** How many of several must be held. */
public enum Match {
  /** Every one. */
  ALL,
  /** One of them or more. */
  ANY
}

package dev.gatehouse.throttle;

/** What becomes of a request that is over a limit. */
public enum Enforcement {
  /** It is refused. */
  ENFORCE,
  /** It is counted and reported as if it were, and let through. */
  SHADOW
}

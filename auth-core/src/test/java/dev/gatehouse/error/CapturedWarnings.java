package dev.gatehouse.error;

import org.slf4j.Logger;

/** Warnings that go where a test reads them, as if no time ever passed. */
public final class CapturedWarnings {
  private CapturedWarnings() {}

  /** Returns warnings that go to a logger. */
  public static RateLimitedLog in(Logger log) {
    return new RateLimitedLog(log, () -> 0);
  }
}

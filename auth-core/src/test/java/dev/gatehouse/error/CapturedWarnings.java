package dev.gatehouse.error;

import org.slf4j.Logger;

/** Warnings that go where a test reads them, as if no time ever passed. */
public final class CapturedWarnings {
  private CapturedWarnings() {}

  /** Returns warnings that go to a logger. */
  public static RateLimitedLogs in(Logger log) {
    return new RateLimitedLogs(() -> new RateLimitedLog(log, () -> 0));
  }
}

package dev.gatehouse.error;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Warnings by kind, each repeated once a minute at most: one backend that is away keeps nobody from hearing of another. There is
 * room for 64 kinds; the rest are one kind together. Safe for use by many threads.
 */
public final class RateLimitedLogs {
  private static final int MOST = 64;

  private final ConcurrentHashMap<String, RateLimitedLog> byKind = new ConcurrentHashMap<>();
  private final Supplier<RateLimitedLog> another;
  private final RateLimitedLog rest;

  /** Writes to the logger of a class. */
  public RateLimitedLogs(Class<?> speaker) {
    this(() -> new RateLimitedLog(speaker));
  }

  RateLimitedLogs(Supplier<RateLimitedLog> another) {
    this.another = another;
    this.rest = another.get();
  }

  /** Returns the warnings of a kind, which must not come from a caller. */
  public RateLimitedLog of(String kind) {
    RateLimitedLog known = byKind.get(kind);
    if (known != null) {
      return known;
    }
    return byKind.size() < MOST ? byKind.computeIfAbsent(kind, first -> another.get()) : rest;
  }
}

package dev.gatehouse.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Names of shared copies that this node does not believe for a while. Who has more of them than fit believes none. */
final class Distrust {
  private static final int NAMES = 100_000;

  private final long nanosEach;
  private final LongSupplier nanos;
  private final AtomicLong allUntil;
  private final Cache<String, Boolean> names;

  Distrust(Duration each, LongSupplier nanos) {
    this.nanosEach = each.toNanos();
    this.nanos = nanos;
    this.allUntil = new AtomicLong(nanos.getAsLong());
    this.names = Caffeine.newBuilder()
        .maximumSize(NAMES)
        .expireAfterWrite(each)
        .ticker(nanos::getAsLong)
        .executor(Runnable::run)
        .evictionListener((name, unused, cause) -> whenEvicted(cause))
        .build();
  }

  void add(String name) {
    names.put(name, true);
  }

  void addAll() {
    allUntil.accumulateAndGet(
        nanos.getAsLong() + nanosEach, (before, until) -> until - before > 0 ? until : before);
  }

  boolean isAnyOf(List<String> asked) {
    // The names first: all are distrusted before one is pushed out.
    return asked.stream().anyMatch(name -> names.getIfPresent(name) != null)
        || allUntil.get() - nanos.getAsLong() > 0;
  }

  private void whenEvicted(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      addAll();
    }
  }
}

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
    allUntil.set(nanos.getAsLong() + nanosEach);
  }

  boolean isAnyOf(List<String> asked) {
    return allUntil.get() - nanos.getAsLong() > 0
        || asked.stream().anyMatch(name -> names.getIfPresent(name) != null);
  }

  private void whenEvicted(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      addAll();
    }
  }
}

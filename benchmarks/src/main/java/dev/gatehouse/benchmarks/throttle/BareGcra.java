package dev.gatehouse.benchmarks.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.principal.UserPrincipal;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The least that a limit per key can cost with a cache: one read, the clock, and one compare-and-swap. */
final class BareGcra {
  private final long interval;
  private final long burst;
  private final Cache<UUID, AtomicLong> earnedAt =
      Caffeine.newBuilder().maximumSize(1_000_000).build();

  BareGcra(long interval, long burst) {
    this.interval = interval;
    this.burst = burst;
  }

  boolean take(UserPrincipal user) {
    AtomicLong state =
        earnedAt.get(user.userId().value(), unused -> new AtomicLong(Long.MIN_VALUE / 2));
    long now = System.nanoTime();
    while (true) {
      long before = state.get();
      long after = Math.max(before, now) + interval;
      if (after - now > burst) {
        return false;
      }
      if (state.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}

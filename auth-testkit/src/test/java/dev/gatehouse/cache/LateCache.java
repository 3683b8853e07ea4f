package dev.gatehouse.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A shared cache whose writes are done when a test says so. */
record LateCache(SharedCache cache, Consumer<Runnable> writes) implements SharedCache {
  @Override
  public List<Held> read(List<String> names, String seed, Duration ttl) {
    return cache.read(names, seed, ttl);
  }

  @Override
  public void replace(String name, String expected, String text, Instant end) {
    writes.accept(() -> cache.replace(name, expected, text, end));
  }

  @Override
  public void remove(String name) {
    cache.remove(name);
  }
}

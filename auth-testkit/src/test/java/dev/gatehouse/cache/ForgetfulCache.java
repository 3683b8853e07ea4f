package dev.gatehouse.cache;

import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A shared cache that can be read and written, and for a while cannot be told to remove anything. */
record ForgetfulCache(SharedCache cache, BooleanSupplier lost) implements SharedCache {
  @Override
  public List<Held> read(List<String> names, String seed, Duration ttl) {
    return cache.read(names, seed, ttl);
  }

  @Override
  public void replace(String name, String expected, String text, Instant end) {
    cache.replace(name, expected, text, end);
  }

  @Override
  public void remove(String name) {
    if (lost.getAsBoolean()) {
      throw new StoreException("nobody answers");
    }
    cache.remove(name);
  }
}

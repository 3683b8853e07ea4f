package dev.gatehouse.cache;

import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A shared cache that nobody reaches. */
final class DeadCache implements SharedCache {
  @Override
  public List<Held> read(List<String> names, String seed, Duration ttl) {
    throw new StoreException("nobody answers");
  }

  @Override
  public void replace(String name, String expected, String text, Instant end) {
    throw new StoreException("nobody answers");
  }

  @Override
  public void remove(String name) {
    throw new StoreException("nobody answers");
  }
}

package dev.gatehouse.testkit.memory;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.testkit.SharedCacheContract;

final class InMemorySharedCacheTest implements SharedCacheContract {
  private final InMemorySharedCache cache = new InMemorySharedCache();

  @Override
  public SharedCache sharedCache() {
    return cache;
  }
}

package dev.gatehouse.contract;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.testkit.memory.InMemorySharedCache;

final class InMemorySharedCacheTest implements SharedCacheContract {
  private final InMemorySharedCache cache = new InMemorySharedCache();

  @Override
  public SharedCache sharedCache() {
    return cache;
  }
}

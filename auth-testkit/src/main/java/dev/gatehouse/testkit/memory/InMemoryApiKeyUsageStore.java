package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.apikey.LastUse;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The model of {@link ApiKeyUsageStore}. */
final class InMemoryApiKeyUsageStore implements ApiKeyUsageStore {
  private final Memory memory;
  private final InMemoryApiKeyStore keys;
  private final Table<Slot, UsageCount> counts;

  private record Slot(ApiKeyId key, Instant hour, String routeGroup, String outcome) {
    static Slot of(UsageCount count) {
      return new Slot(count.key(), count.hour(), count.routeGroup(), count.outcome());
    }
  }

  InMemoryApiKeyUsageStore(Memory memory, InMemoryApiKeyStore keys) {
    this.memory = memory;
    this.keys = keys;
    this.counts = new Table<>(memory);
  }

  @Override
  public void add(Collection<UsageCount> added) {
    memory.run(() -> added.forEach(count -> {
      Slot slot = Slot.of(count);
      long before = counts.get(slot).map(UsageCount::count).orElse(0L);
      counts.put(
          slot,
          new UsageCount(
              count.key(),
              count.family(),
              count.hour(),
              count.routeGroup(),
              count.outcome(),
              before + count.count()));
    }));
  }

  @Override
  public List<UsageCount> read(ApiKeyFamilyId family, Instant from, Instant until) {
    return memory.call(() -> counts
        .where(count -> count.family().equals(family)
            && !count.hour().isBefore(from)
            && count.hour().isBefore(until))
        .stream()
        .sorted(Comparator.comparing(UsageCount::hour))
        .toList());
  }

  @Override
  public void touch(Map<ApiKeyId, LastUse> lastUses, Duration interval) {
    memory.run(() -> lastUses.forEach((id, use) -> keys.touch(id, use, interval)));
  }

  @Override
  public int deleteBefore(Instant cutoff, int limit) {
    return memory.call(() -> counts.removeWhere(count -> count.hour().isBefore(cutoff), limit));
  }
}

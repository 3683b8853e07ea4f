package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.apikey.LastUse;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.apikey.UsageCursor;
import dev.gatehouse.apikey.UsageQuery;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The model of {@link ApiKeyUsageStore}. */
final class InMemoryApiKeyUsageStore implements ApiKeyUsageStore {
  /** As the database orders: ids by their digits. */
  private static final Comparator<UsageCursor> ORDER = Comparator.comparing(UsageCursor::hour)
      .thenComparing(cursor -> cursor.key().value().toString())
      .thenComparing(UsageCursor::routeGroup)
      .thenComparing(UsageCursor::outcome);

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
  public List<UsageCount> read(UsageQuery query) {
    return memory.call(() -> counts
        .where(count -> count.family().equals(query.family())
            && !count.hour().isBefore(query.from())
            && count.hour().isBefore(query.until()))
        .stream()
        .filter(count -> query
            .after()
            .filter(after -> ORDER.compare(UsageCursor.at(count), after) <= 0)
            .isEmpty())
        .sorted(Comparator.comparing(UsageCursor::at, ORDER))
        .limit(query.limit())
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

package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keys are used for: counted in memory and written in batches, so that no request waits for it.
 *
 * <p>A count is lost only with the process: a flush that fails is repeated by the next, and an orderly close flushes. If a
 * commit's outcome is unknown its counts may be written twice. Beyond 200,000 different unwritten counters new ones are
 * lost; {@link #lost} tells how many.
 */
public final class ApiKeyUsage {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int BATCH = 1_000;
  /** Beyond this many unwritten last uses, new ones wait for the next flush. */
  private static final int LIMIT = 100_000;

  private final ApiKeyUsageStore store;
  private final UsageCounters counters = new UsageCounters();
  private final ConcurrentHashMap<ApiKeyId, LastUse> lastUses = new ConcurrentHashMap<>();

  /** Counts into the given store. */
  public ApiKeyUsage(ApiKeyUsageStore store) {
    this.store = store;
  }

  void count(UsageMemo key, String routeGroup, String outcome, Instant now) {
    counters.count(key, routeGroup, outcome, now);
  }

  /** Notes a use, unless the key is known to have been used within the last minute. */
  void noteUse(UsageMemo memo, String address, Instant now) {
    if (!memo.isKnownUsed(now)) {
      lastUse(memo.key(), address, now).ifPresent(last -> memo.knowUsedUntil(last.plus(INTERVAL)));
    }
  }

  /** Returns when the key was used last, which may be now; empty if there is no room to note it. */
  private Optional<Instant> lastUse(ApiKey key, String address, Instant now) {
    Optional<Instant> last = key.lastUsedAt();
    if (last.isPresent() && now.isBefore(last.get().plus(INTERVAL))) {
      return last;
    }
    LastUse noted = lastUses.get(key.id());
    if (noted == null && lastUses.size() < LIMIT) {
      LastUse mine = new LastUse(now, address);
      noted = lastUses.putIfAbsent(key.id(), mine);
      return Optional.of(noted == null ? now : noted.at());
    }
    return Optional.ofNullable(noted).map(LastUse::at);
  }

  /**
   * Returns how often the keys of a family were used in the hours from one instant until before another, oldest first:
   * what has been written, which is all but the last ten seconds of each node. A family that was deleted with its last key
   * keeps its counts for as long as others.
   */
  public List<UsageCount> read(ApiKeyFamilyId family, Instant from, Instant until) {
    UsageQuery query = UsageQuery.of(family, from, until);
    List<UsageCount> page = read(query);
    List<UsageCount> all = new ArrayList<>(page);
    while (page.size() == query.limit()) {
      page = read(query.after(UsageCursor.at(page.get(page.size() - 1))));
      all.addAll(page);
    }
    return List.copyOf(all);
  }

  /** Returns one page of these counts. */
  public List<UsageCount> read(UsageQuery query) {
    return store.read(query);
  }

  /** Returns how many uses were not counted for want of memory, since the start of this process. */
  public long lost() {
    return counters.lost();
  }

  /** Writes what was counted since the last time; on failure it is kept for the next. */
  public synchronized void flush() {
    writeCounts(counters.takeAll());
    writeLastUses();
  }

  private void writeCounts(List<UsageCount> taken) {
    int written = 0;
    try {
      while (written < taken.size()) {
        int end = Math.min(written + BATCH, taken.size());
        store.add(taken.subList(written, end));
        written = end;
      }
    } finally {
      taken.subList(written, taken.size()).forEach(counters::putBack);
    }
  }

  private void writeLastUses() {
    Map<ApiKeyId, LastUse> batch = new HashMap<>();
    lastUses.forEach((id, use) -> {
      if (lastUses.remove(id, use)) {
        batch.put(id, use);
      }
    });
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.touch(batch, INTERVAL);
    } catch (RuntimeException e) {
      batch.forEach(lastUses::putIfAbsent);
      throw e;
    }
  }
}

package dev.gatehouse.apikey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of this node that are not written yet. Safe for use by many threads; counting takes no lock. */
final class UsageCounters {
  /** Beyond this many different counters new ones are lost, and counted as lost: memory has an end. */
  private static final int LIMIT = 200_000;

  private final ConcurrentMap<UsageSlot, UsageCounter> counters = new ConcurrentHashMap<>();
  private final LongAdder lost = new LongAdder();

  void count(UsageMemo key, String routeGroup, String outcome, Instant now) {
    if (!key.count(routeGroup, outcome, now)) {
      UsageSlot slot = UsageSlot.of(key.key(), routeGroup, outcome, now);
      add(slot, 1).ifPresent(counter -> key.remember(slot, counter));
    }
  }

  /** Adds to a counter and returns it; empty if there was no room for one. */
  private Optional<UsageCounter> add(UsageSlot slot, long uses) {
    UsageCounter counter = counters.get(slot);
    while (counter == null || !counter.add(uses)) {
      if (counter != null) {
        // Taken, but not out of the map yet: whoever took it must not wait for us, nor we for it.
        counters.remove(slot, counter);
      } else if (counters.size() >= LIMIT) {
        lost.add(uses);
        return Optional.empty();
      }
      counter = counters.computeIfAbsent(slot, unused -> new UsageCounter());
    }
    return Optional.of(counter);
  }

  /** Takes all counts so far. */
  List<UsageCount> takeAll() {
    List<UsageCount> taken = new ArrayList<>();
    counters.forEach((slot, counter) -> {
      if (counters.remove(slot, counter)) {
        long count = counter.take();
        if (count > 0) {
          taken.add(slot.counted(count));
        }
      }
    });
    return taken;
  }

  /** Puts back what could not be written. */
  void putBack(UsageCount count) {
    long hour = Math.floorDiv(count.hour().getEpochSecond(), 3600);
    Optional<UsageCounter> unused = add(
        new UsageSlot(count.key(), count.family(), hour, count.routeGroup(), count.outcome()),
        count.count());
  }

  long lost() {
    return lost.sum();
  }
}

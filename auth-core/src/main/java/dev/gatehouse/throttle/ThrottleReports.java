package dev.gatehouse.throttle;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * How often limits were exceeded, counted in memory and recorded in batches: {@code throttle.exceeded} is one line per limit
 * and minute of a node. So no flood of requests becomes a flood of records.
 */
final class ThrottleReports {
  private final Consumer<EventDraft> events;
  private final ConcurrentHashMap<Excess, LongAdder> counts = new ConcurrentHashMap<>();

  private record Excess(String limit, Enforcement mode) {}

  ThrottleReports(Consumer<EventDraft> events) {
    this.events = events;
  }

  void note(Quota quota, Enforcement mode) {
    counts
        .computeIfAbsent(new Excess(quota.name(), mode), first -> new LongAdder())
        .increment();
  }

  /** Records what was counted since the last time. */
  void flush() {
    counts.forEach((excess, counted) -> {
      long count = counted.sumThenReset();
      if (count > 0) {
        events.accept(EventDraft.of(EventType.THROTTLE_EXCEEDED, ClientInfo.none())
            .by(Actor.system("throttle"))
            .refused("rate_limited")
            .with("limit", excess.limit)
            .with("mode", excess.mode.name().toLowerCase(Locale.ROOT))
            .with("requests", Long.toString(count)));
      }
    });
  }
}

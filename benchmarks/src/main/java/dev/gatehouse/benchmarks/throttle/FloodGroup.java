package dev.gatehouse.benchmarks.throttle;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottleDecision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * 10,000,000 different keys, each once, against one limit: the memory that is kept stays what it was after the first key, and
 * who had used up their limit before is still refused after.
 */
public final class FloodGroup implements Group {
  private static final int KEYS = 10_000_000;
  private static final String ACTION = "export";
  private static final Limit LIMIT = Limit.perHour(5);

  @Override
  public Report run(Plan plan, Path folder) {
    LocalRateLimits store =
        new LocalRateLimits(System::nanoTime, RandomSource.secure(), LocalRateLimits.DEFAULT_KEYS);
    Throttle throttle = new Throttle(
        store, List.of(RateLimit.of(ACTION, LIMIT)), (caller, role) -> false, event -> {});
    for (int i = 0; i < LIMIT.capacity(); i++) {
      throttle.check(ACTION, LimitKey.address("203.0.113.9")).orThrow();
    }
    long keptBefore = keptHeap();
    long bytesBefore = store.bytes();
    long begin = System.nanoTime();
    int refused = 0;
    for (int i = 0; i < KEYS; i++) {
      LimitKey key = new LimitKey(LimitKey.Kind.IPV6, 0x2001_0db8_0000_0000L + i, 0);
      refused += throttle.check(ACTION, key) instanceof ThrottleDecision.Refused ? 1 : 0;
    }
    double nanos = (System.nanoTime() - begin) / (double) KEYS;
    long grown = keptHeap() - keptBefore;
    boolean held =
        throttle.check(ACTION, LimitKey.address("203.0.113.9")) instanceof ThrottleDecision.Refused;
    return report(
        new Flood(store.bytes(), store.bytes() - bytesBefore, grown, refused, nanos, held));
  }

  private record Flood(
      long bytes, long moreBytes, long grownHeap, int refused, double nanos, boolean held) {}

  private static long keptHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Report report(Flood flood) {
    Table table = new Table("10,000,000 different keys against 5 an hour", "");
    table.row("bytes of the table", Spread.shorten((double) flood.bytes()));
    table.row("kept heap grown by, KiB", Spread.shorten(flood.grownHeap() / 1024.0));
    table.row("wall ns per decision", Spread.shorten(flood.nanos()));
    table.row("refused at their first request, %", Spread.shorten(100.0 * flood.refused() / KEYS));
    Bars bars = new Bars()
        .atMost("bytes of the table", 16.0 * LocalRateLimits.DEFAULT_KEYS, (double) flood.bytes())
        .atMost("bytes that the flood added to it", 0, (double) flood.moreBytes())
        .atMost("kept heap grown by, KiB", 1_024, flood.grownHeap() / 1024.0)
        .atLeast("who was refused before is refused after", 1, flood.held() ? 1 : 0);
    String text = "## A flood of keys\n\nOne limit with room for " + LocalRateLimits.DEFAULT_KEYS
        + " keys in debt; every key asks once, and all their debts last for minutes, so that most share places: they are"
        + " refused too soon, nobody is let through too often.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }
}

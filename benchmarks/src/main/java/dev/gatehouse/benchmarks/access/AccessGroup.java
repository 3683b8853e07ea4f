package dev.gatehouse.benchmarks.access;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Permission decisions for a caller with 200 permissions, beside the peers. */
public final class AccessGroup {
  private AccessGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Holding holding : Holding.values()) {
      askable(holding).forEach(asked -> cases.add(of(asked, holding)));
    }
    return cases;
  }

  /** Returns the tables and the goals. */
  public static Report report(Results results) {
    StringBuilder text = new StringBuilder("## Decide about a permission\n\n");
    text.append("CPU time of the asking thread (least iteration) and garbage per decision; ");
    text.append("ratios inside one round: median (least - most) of ");
    text.append(results.rounds())
        .append(" rounds. 16 questions in turn, half of them refused.\n\n");
    Bars bars = new Bars();
    for (Holding holding : Holding.values()) {
      text.append(table(results, holding));
      judge(results, holding, bars);
    }
    return new Report(text.toString() + bars, bars.allMet());
  }

  private static Table table(Results results, Holding holding) {
    Table table = new Table(holding.title(), "CPU ns", "garbage B", "x set", "x through caches");
    askable(holding).forEach(asked -> {
      Case one = of(asked, holding);
      table.row(
          asked.title(),
          Spread.shorten(results.figure(one, Metric.CPU).least()),
          Spread.shorten(garbage(results, one)),
          results.ratio(one, of(Asked.GATEHOUSE_SET, holding), Metric.CPU),
          results.ratio(one, of(Asked.GATEHOUSE_ACCESS, holding), Metric.CPU));
    });
    return table;
  }

  private static void judge(Results results, Holding holding, Bars bars) {
    Case set = of(Asked.GATEHOUSE_SET, holding);
    String name = holding.title() + ": ";
    bars.atMost(name + "CPU ns", 50, results.figure(set, Metric.CPU).median());
    bars.atMost(name + "garbage B", 0, garbage(results, set));
    Case peer = fastestPeer(results, holding);
    bars.atLeast(
        name + "times faster than the fastest peer",
        5,
        results.ratio(peer, set, Metric.CPU).median());
  }

  /** A collector's own few bytes, spread over millions of decisions, are none of theirs. */
  private static double garbage(Results results, Case one) {
    return Math.rint(results.figure(one, Metric.GARBAGE).median());
  }

  private static Case fastestPeer(Results results, Holding holding) {
    return askable(holding)
        .filter(Asked::isPeer)
        .map(asked -> of(asked, holding))
        .min(Comparator.comparingDouble(one -> results.figure(one, Metric.CPU).median()))
        .orElseThrow();
  }

  private static Stream<Asked> askable(Holding holding) {
    return Stream.of(Asked.values()).filter(asked -> asked.supports(holding));
  }

  private static Case of(Asked asked, Holding holding) {
    return Case.of("AccessBenchmark.decide")
        .with("asked", asked.name())
        .with("holding", holding.name());
  }
}

package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.List;
import java.util.stream.Stream;

/** A whole filter with token, rule and permission, beside the peers. */
public final class FilterGroup {
  private FilterGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    return Stream.of(Way.values()).map(Way::measured).toList();
  }

  /** Returns the table and the goals. */
  public static Report report(Results results) {
    String text =
        "## Filter a request\n\nCPU time of the asking thread (least iteration) and garbage per"
            + " request; the overhead is what it costs over the same request that meets nothing."
            + " Ratios of overheads inside one round: median (least - most) of " + results.rounds()
            + " rounds. 1,024 people in turn, 11 rules, 20 permissions each, HS256.\n\n";
    Bars bars = new Bars();
    judge(results, Way.FILTER, bars);
    judge(results, Way.GATE, bars);
    return new Report(text + table(results) + bars, bars.allMet());
  }

  private static Table table(Results results) {
    Table table =
        new Table("before the application", "CPU ns", "over ns", "over B", "x GatehouseFilter");
    for (Way way : Way.values()) {
      table.row(
          way.title(),
          Spread.shorten(results.figure(way.measured(), Metric.CPU).least()),
          way.isOpen()
              ? ""
              : Spread.shorten(results.figure(way.overhead(), Metric.CPU).median()),
          way.isOpen()
              ? ""
              : Spread.shorten(results.figure(way.overhead(), Metric.GARBAGE).median()),
          way.isOpen() ? "" : results.ratio(way.overhead(), Way.FILTER.overhead(), Metric.CPU));
    }
    return table;
  }

  private static void judge(Results results, Way ours, Bars bars) {
    String name = ours.title() + ": times less overhead than ";
    bars.atLeast(name + Way.SPRING.title(), 5, times(results, Way.SPRING, ours));
    bars.atLeast(name + Way.SHIRO_BEARER.title(), 1, times(results, Way.SHIRO_BEARER, ours));
    bars.atLeast(name + Way.SA_TOKEN_JWT.title(), 1, times(results, Way.SA_TOKEN_JWT, ours));
  }

  private static double times(Results results, Way peer, Way ours) {
    return results.ratio(peer.overhead(), ours.overhead(), Metric.CPU).median();
  }
}

package dev.gatehouse.benchmarks.throttle;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** Limits in one process, beside a bare GCRA and three other libraries. */
public final class ThrottleGroup {
  private static final List<String> KEYS = List.of("1", "100000");
  private static final List<String> PEERS = List.of("bucket4j", "guava", "resilience4j");

  private ThrottleGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String keys : KEYS) {
      for (String name :
          List.of("bare", "gatehouse", "refused", "bucket4j", "guava", "resilience4j")) {
        cases.add(one(name, keys));
      }
    }
    return cases;
  }

  private static Case one(String name, String keys) {
    return Case.of("ThrottleBenchmark." + name).with("keys", keys);
  }

  /** Returns the table and the goals. */
  public static Report report(Results results) {
    Table table = new Table("a request counted", "callers", "CPU ns", "garbage B", "x bare");
    Bars bars = new Bars();
    for (String keys : KEYS) {
      row(table, "bare GCRA in a Caffeine cache", "bare", keys, results);
      row(table, "**Gatehouse** `throttle().check(…)`", "gatehouse", keys, results);
      row(table, "**Gatehouse**, refused", "refused", keys, results);
      PEERS.forEach(peer -> row(table, peer + " in a Caffeine cache", peer, keys, results));
      bars.atMost(
          "times the bare GCRA, callers: " + keys,
          1.5,
          results.ratio(one("gatehouse", keys), one("bare", keys), Metric.CPU).median());
      PEERS.forEach(peer -> bars.atMost(
          "times " + peer + ", callers: " + keys,
          1,
          results.ratio(one("gatehouse", keys), one(peer, keys), Metric.CPU).median()));
    }
    String text =
        "## Count a request\n\nCPU time of the asking thread (least iteration) and garbage per"
            + " request; ratios inside one round: median (least - most) of " + results.rounds()
            + " rounds. Callers in random order.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void row(Table table, String title, String name, String keys, Results results) {
    Case asked = one(name, keys);
    table.row(
        title,
        keys,
        Spread.shorten(results.figure(asked, Metric.CPU).least()),
        Spread.shorten(results.figure(asked, Metric.GARBAGE).median()),
        results.ratio(asked, one("bare", keys), Metric.CPU));
  }
}

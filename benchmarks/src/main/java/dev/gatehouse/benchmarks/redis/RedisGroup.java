package dev.gatehouse.benchmarks.redis;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** Limits over Redis with 1, 8 and 64 callers, beside the bare script and Bucket4j. */
public final class RedisGroup {
  private static final List<Integer> CALLERS = List.of(1, 8, 64);
  private static final Case BARE = Case.of("RedisBenchmark.bare");
  private static final Case OURS = Case.of("RedisBenchmark.gatehouse");
  private static final Case BUCKET4J = Case.of("RedisBenchmark.bucket4j");

  private RedisGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int callers : CALLERS) {
      for (Case one : List.of(BARE, OURS, BUCKET4J)) {
        cases.add(one.callers(callers));
      }
    }
    return cases;
  }

  /** Returns the table and the goals. */
  public static Report report(Results results) {
    Table table = new Table(
        "redis-server on the same machine",
        "callers",
        "decisions/s",
        "process CPU us",
        "garbage B",
        "x bare");
    for (int callers : CALLERS) {
      row(table, "bare EVALSHA through Lettuce", BARE, callers, results);
      row(table, "**Gatehouse**", OURS, callers, results);
      row(table, "Bucket4j over Lettuce", BUCKET4J, callers, results);
    }
    Bars bars = new Bars()
        .atLeast("times the bare rate, 64 callers", 0.8, times(results, BARE))
        .atLeast("times the rate of Bucket4j, 64 callers", 1, times(results, BUCKET4J));
    String text =
        "## Count a request in Redis\n\nCallers in a closed loop who share the cores with the server, median"
            + " iteration; 10,000 keys at random; ratios inside one round: median (least - most) of "
            + results.rounds() + " rounds.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static double times(Results results, Case other) {
    return results.ratio(OURS.callers(64), other.callers(64), Metric.THROUGHPUT).median();
  }

  private static void row(Table table, String name, Case one, int callers, Results results) {
    Case asked = one.callers(callers);
    table.row(
        name,
        callers,
        Spread.shorten(results.figure(asked, Metric.THROUGHPUT).median()),
        Spread.shorten(results.figure(asked, Metric.PROCESS_CPU).median() / 1000),
        Spread.shorten(results.figure(asked, Metric.GARBAGE).median()),
        results.ratio(asked, BARE.callers(callers), Metric.THROUGHPUT));
  }
}

package dev.gatehouse.benchmarks.hash;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** Password hashes per second with 1, 2 and 8 callers. */
public final class HashGroup {
  /** The bare hash: what logins are compared with, too. */
  public static final Case BARE = Case.of("HashBenchmark.bare");

  private static final Case OURS = Case.of("HashBenchmark.gatehouse");
  private static final List<Integer> CALLERS = List.of(1, 2, 8);

  private HashGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int callers : CALLERS) {
      cases.add(BARE.callers(callers));
      cases.add(OURS.callers(callers));
    }
    return cases;
  }

  /** Returns the tables and the goals. */
  public static Report report(Results results) {
    Table table = new Table(
        "Argon2id, 19 MiB, 2 passes",
        "callers",
        "hashes/s",
        "CPU ms (whole process)",
        "garbage B",
        "x bare hash rate");
    Bars bars = new Bars();
    for (int callers : CALLERS) {
      row(table, "bare Bouncy Castle", results, BARE.callers(callers));
      row(table, "**Gatehouse** PasswordHasher", results, OURS.callers(callers));
      judge(bars, results, callers);
    }
    String text = "## Hash a password\n\nOperations per second of all callers together"
        + " (wall time), median iteration; ratios inside one round: median (least - most) of "
        + results.rounds() + " rounds.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void row(Table table, String name, Results results, Case one) {
    table.row(
        name,
        one.callers(),
        Spread.shorten(results.figure(one, Metric.THROUGHPUT).median()),
        Spread.shorten(results.figure(one, Metric.PROCESS_CPU).least() / 1e6),
        Spread.shorten(results.figure(one, Metric.GARBAGE).median()),
        results.ratio(one, BARE.callers(one.callers()), Metric.THROUGHPUT));
  }

  private static void judge(Bars bars, Results results, int callers) {
    Case ours = OURS.callers(callers);
    double rate = results.ratio(ours, BARE.callers(callers), Metric.THROUGHPUT).median();
    bars.atLeast("rate, times the bare hash rate, callers: " + callers, 0.85, rate);
    double garbage = results.figure(ours, Metric.GARBAGE).median();
    bars.atMost("garbage per hash in MB, callers: " + callers, 0.3, garbage / 1e6);
  }
}

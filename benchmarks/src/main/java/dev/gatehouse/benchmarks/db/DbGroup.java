package dev.gatehouse.benchmarks.db;

import dev.gatehouse.benchmarks.hash.HashGroup;
import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** Logins and refreshes per second with 1, 2 and 8 callers, and logins beside the bare hash. */
public final class DbGroup {
  private static final Case LOGIN = Case.of("DbBenchmark.login");
  private static final Case REFRESH = Case.of("DbBenchmark.refresh");
  private static final List<Integer> CALLERS = List.of(1, 2, 8);

  private DbGroup() {}

  /** Returns the bare hash, login and refresh for each number of callers. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int callers : CALLERS) {
      cases.add(HashGroup.BARE.callers(callers));
      cases.add(LOGIN.callers(callers));
      cases.add(REFRESH.callers(callers));
    }
    return cases;
  }

  /** Returns the table and the goals. */
  public static Report report(Results results) {
    Table table = new Table(
        "PostgreSQL, durable, same machine",
        "callers",
        "operations/s",
        "statements and commits",
        "garbage B",
        "x bare hash rate");
    Bars bars = new Bars();
    for (int callers : CALLERS) {
      Case bare = HashGroup.BARE.callers(callers);
      Case login = LOGIN.callers(callers);
      Spread rate = results.ratio(login, bare, Metric.THROUGHPUT);
      row(table, "bare Argon2id hash", results, bare, "0", "1");
      row(table, "**login**", results, login, statements(results, login), rate.toString());
      Case refresh = REFRESH.callers(callers);
      row(table, "**refresh**", results, refresh, statements(results, refresh), "");
      bars.atLeast("logins, times the bare hash rate, callers: " + callers, 0.85, rate.median());
      double garbage = results.figure(login, Metric.GARBAGE).median();
      bars.atMost("garbage per login in MB, callers: " + callers, 0.3, garbage / 1e6);
    }
    String text = "## Log in and refresh\n\nThe whole stack over a pool of 10 connections, median"
        + " iteration; ratios inside one round: median (least - most) of " + results.rounds()
        + " rounds.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void row(
      Table table, String name, Results results, Case one, String statements, String rate) {
    table.row(
        name,
        one.callers(),
        Spread.shorten(results.figure(one, Metric.THROUGHPUT).median()),
        statements,
        Spread.shorten(results.figure(one, Metric.GARBAGE).median()),
        rate);
  }

  private static String statements(Results results, Case one) {
    return Spread.shorten(
        results.quotient(one, Metric.STATEMENTS, Metric.THROUGHPUT).median());
  }
}

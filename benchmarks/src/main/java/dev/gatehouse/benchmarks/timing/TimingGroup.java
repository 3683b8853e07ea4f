package dev.gatehouse.benchmarks.timing;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.benchmarks.stack.Stack;
import dev.gatehouse.password.HashSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Existing and unknown accounts at login, register, forgot and resend: same bytes, same statements, same time. Hashes
 * are cheap and the database does not wait for its disk, so that a small difference shows. A login finds three rows or
 * none, which takes some 60 microseconds that only cheap hashes show: it is judged with hashes as in production.
 */
public final class TimingGroup implements Group {
  private static final int TIMES = 2_500;
  private static final int TIMES_WITH_REAL_HASHES = 2_000;

  @Override
  public Report run(Plan plan, Path folder) throws SQLException {
    Table table = new Table(
        "question",
        "existing - unknown us",
        "unknown, median us",
        "Welch t",
        "t without the slowest 5 %",
        "statements");
    Bars bars = new Bars();
    try (Stack stack = Stack.fast(HashSettings.insecureForTests())) {
      for (Probe probe : Probe.ALL) {
        Trial trial = new Trial(stack, probe, TIMES);
        trial.run();
        add(table, probe.title(), trial);
        judge(bars, probe, trial, probe.hashesToCompare() ? Double.NaN : Welch.THRESHOLD);
      }
    }
    try (Stack stack = Stack.fast(HashSettings.defaults())) {
      for (Probe probe : Probe.ALL) {
        if (probe.hashesToCompare()) {
          Trial trial = new Trial(stack, probe, TIMES_WITH_REAL_HASHES);
          trial.run();
          add(table, probe.title() + ", hashes as in production", trial);
          judge(bars, probe, trial, Welch.THRESHOLD);
        }
      }
    }
    String text = "## Existing and unknown accounts\n\n" + TIMES
        + " requests each (" + TIMES_WITH_REAL_HASHES + " with hashes as in production), in random"
        + " order, through the HTTP gate on PostgreSQL.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void add(Table table, String title, Trial trial) {
    double[] unknown = Arrays.stream(trial.unknownNanos()).sorted().toArray();
    Welch cropped = trial.welchWithoutPauses();
    table.row(
        title,
        Spread.shorten(cropped.differenceMicros()),
        Spread.shorten(unknown[unknown.length / 2] / 1_000),
        Spread.shorten(trial.welch().t()),
        Spread.shorten(cropped.t()),
        trial.statements().stream().mapToInt(List::size).max().orElse(0));
  }

  private static void judge(Bars bars, Probe probe, Trial trial, double threshold) {
    double most = Math.max(
        Math.abs(trial.welch().t()), Math.abs(trial.welchWithoutPauses().t()));
    if (!Double.isNaN(threshold)) {
      bars.atMost(probe.title() + ": absolute t", threshold, most);
    }
    bars.atMost(probe.title() + ": different answers", 1, trial.answers().size());
    bars.atMost(
        probe.title() + ": different sequences of statements",
        1,
        trial.statements().size());
    print(probe, "answers", trial.answers());
    print(probe, "sequences of statements", trial.statements());
  }

  /** Shows what differs; one is as it must be. */
  private static void print(Probe probe, String what, Set<?> different) {
    if (different.size() > 1) {
      System.err.println(probe.title() + ", different " + what + ":");
      different.forEach(System.err::println);
    }
  }
}

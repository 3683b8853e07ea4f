package dev.gatehouse.benchmarks.apikey;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.List;

/** API keys with a warm cache, beside the bare digest and one read of a cache. */
public final class ApiKeyGroup {
  private static final Case BARE = Case.of("ApiKeyBenchmark.bare");
  private static final Case CHECK = Case.of("ApiKeyBenchmark.check");
  private static final Case WITH_PERMISSION = Case.of("ApiKeyBenchmark.checkWithPermission");
  private static final Case JUNK = Case.of("ApiKeyBenchmark.junk");

  private ApiKeyGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    return List.of(BARE, CHECK, WITH_PERMISSION, JUNK);
  }

  /** Returns the table and the goals. */
  public static Report report(Results results) {
    Table table = new Table("API key, warm cache", "CPU ns", "garbage B", "x bare");
    row(table, "bare SHA-256 and a Caffeine read", results, BARE);
    row(table, "**Gatehouse** ApiKeyVerifier", results, CHECK);
    row(table, "**Gatehouse**, with a permission of key and owner", results, WITH_PERMISSION);
    row(table, "**Gatehouse**, a key with a typing error", results, JUNK);
    Bars bars = new Bars()
        .atMost(
            "check: times the bare look-up",
            2.5,
            results.ratio(CHECK, BARE, Metric.CPU).median())
        .atMost("check: garbage B", 1_024, results.figure(CHECK, Metric.GARBAGE).median());
    String text =
        "## Check an API key\n\nCPU time of the checking thread (least iteration) and garbage per"
            + " key; ratios inside one round: median (least - most) of " + results.rounds()
            + " rounds. 1,024 keys in turn, each a new String.\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void row(Table table, String name, Results results, Case one) {
    table.row(
        name,
        Spread.shorten(results.figure(one, Metric.CPU).least()),
        Spread.shorten(results.figure(one, Metric.GARBAGE).median()),
        results.ratio(one, BARE, Metric.CPU));
  }
}

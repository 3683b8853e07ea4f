package dev.gatehouse.benchmarks.startup;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One small Spring Boot application, started over and over with Gatehouse on its class path and without, in turn: how much
 * later it is ready, and how much more heap it holds. PostgreSQL runs already, and so its schema is there.
 */
public final class StartupGroup implements Group {
  private static final double MOST_MILLIS = 300;
  private static final double MOST_MEGABYTES = 25;

  @Override
  public Report run(Plan plan, Path folder) throws Exception {
    int pairs = plan.rounds() * plan.iterations() * 2;
    Candidate with = Candidate.with();
    Candidate without = Candidate.without();
    List<Start> ours = new ArrayList<>();
    List<Start> bare = new ArrayList<>();
    try (EmbeddedPostgresServer postgres =
        EmbeddedPostgresServer.start(PostgresOptions.temporary())) {
      Application application = new Application(postgres, folder.resolve("errors.log"));
      // The first pair makes the tables and reads the jars from the disk.
      for (int pair = 0; pair <= pairs; pair++) {
        boolean oursFirst = pair % 2 == 0;
        Start first = application.start(oursFirst ? with : without);
        Start second = application.start(oursFirst ? without : with);
        if (pair > 0) {
          ours.add(oursFirst ? first : second);
          bare.add(oursFirst ? second : first);
        }
      }
    }
    return report(pairs, ours, bare);
  }

  private static Report report(int pairs, List<Start> ours, List<Start> bare) {
    Spread later = difference(ours, bare, Start::millis);
    Spread more = difference(ours, bare, Start::heapMegabytes);
    Table table = new Table(
        "application", "ready after ms", "CPU ms until then", "heap after a collection MB");
    row(table, "without Gatehouse", bare);
    row(table, "with Gatehouse", ours);
    table.row("difference of neighbours", later, difference(ours, bare, Start::cpuMillis), more);
    Bars bars = new Bars()
        .atMost("start-up that Gatehouse adds, ms, median", MOST_MILLIS, later.median())
        .atMost("heap that Gatehouse adds, MB, median", MOST_MEGABYTES, more.median());
    String text =
        "## Start of a Spring Boot application\n\nSpring Boot 4.1 with Tomcat, a controller, a table and a pool of"
            + " connections; " + pairs
            + " processes each, in turn, after one that is not counted. PostgreSQL runs already and"
            + " has the schema. Median (least - most).\n\n";
    return new Report(text + table + bars, bars.allMet());
  }

  private static void row(Table table, String name, List<Start> starts) {
    table.row(
        name,
        spread(starts, Start::millis),
        spread(starts, Start::cpuMillis),
        spread(starts, Start::heapMegabytes));
  }

  private static Spread spread(List<Start> starts, ToDoubleFunction<Start> figure) {
    return Spread.of(starts.stream().mapToDouble(figure).boxed().toList());
  }

  private static Spread difference(
      List<Start> ours, List<Start> bare, ToDoubleFunction<Start> figure) {
    return Spread.of(IntStream.range(0, ours.size())
        .mapToObj(i -> figure.applyAsDouble(ours.get(i)) - figure.applyAsDouble(bare.get(i)))
        .toList());
  }
}

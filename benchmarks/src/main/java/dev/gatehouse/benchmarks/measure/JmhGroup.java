package dev.gatehouse.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A group that JMH measures in rounds. */
public record JmhGroup(List<Case> cases, Function<Results, Report> report) implements Group {
  @Override
  public Report run(Plan plan, Path folder) throws IOException {
    new Rounds(plan, folder).run(cases);
    return report.apply(Results.read(folder));
  }
}

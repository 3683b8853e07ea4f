package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.jwt.JwtGroup;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.List;

/** The command line of the benchmarks. */
public final class Main {
  private Main() {}

  /** Runs a group and prints its report. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of("target", "results", "jwt");
    Plan plan = Plan.of(List.of(arguments).subList(1, arguments.length));
    new Rounds(plan, folder).run(JwtGroup.cases());
    System.out.println(JwtGroup.report(Results.read(folder)));
  }
}

package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.hash.HashGroup;
import dev.gatehouse.benchmarks.jwt.JwtGroup;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.Machine;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of the benchmarks: {@code <group> [--rounds=n] [--quick]} measures and prints, {@code all} does
 * so for every group, {@code report} prints everything that was measured so far.
 */
public final class Main {
  private static final Path RESULTS = Path.of("target", "results");

  private Main() {}

  /** Ends with 1 if a goal is missed, with 2 if the command is not understood. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Group> groups = new LinkedHashMap<>();
    groups.put("jwt", new JwtGroup());
    groups.put("hash", new HashGroup());
    String command = arguments[0];
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (command.equals("report")) {
      printAll(groups);
    } else if (command.equals("all")) {
      boolean goalsMet = true;
      for (var group : groups.entrySet()) {
        goalsMet &= run(group.getKey(), group.getValue(), Plan.of(options));
      }
      System.exit(goalsMet ? 0 : 1);
    } else if (groups.containsKey(command)) {
      System.exit(run(command, groups.get(command), Plan.of(options)) ? 0 : 1);
    } else {
      System.err.println("no group " + command + ", only " + groups.keySet());
      System.exit(2);
    }
  }

  private static boolean run(String name, Group group, Plan plan) throws IOException {
    Path folder = RESULTS.resolve(name);
    String machine = Machine.describe();
    new Rounds(plan, folder).run(group.cases());
    Report report = group.report(Results.read(folder));
    String section =
        report.markdown() + "`benchmarks/run.sh " + name + "`, " + machine + " at the start.\n";
    Files.writeString(folder.resolve("report.md"), section);
    System.out.println(section);
    return report.goalsMet();
  }

  private static void printAll(Map<String, Group> groups) throws IOException {
    System.out.println("# Gatehouse beside its peers\n");
    for (String name : groups.keySet()) {
      Path section = RESULTS.resolve(name).resolve("report.md");
      if (Files.exists(section)) {
        System.out.println(Files.readString(section));
      }
    }
  }
}

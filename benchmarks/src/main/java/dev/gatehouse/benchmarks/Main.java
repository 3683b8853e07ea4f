package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.access.AccessGroup;
import dev.gatehouse.benchmarks.apikey.ApiKeyGroup;
import dev.gatehouse.benchmarks.db.DbGroup;
import dev.gatehouse.benchmarks.filter.FilterGroup;
import dev.gatehouse.benchmarks.hash.HashGroup;
import dev.gatehouse.benchmarks.jwt.JwtGroup;
import dev.gatehouse.benchmarks.measure.Group;
import dev.gatehouse.benchmarks.measure.JmhGroup;
import dev.gatehouse.benchmarks.measure.Machine;
import dev.gatehouse.benchmarks.measure.Plan;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.overload.OverloadGroup;
import dev.gatehouse.benchmarks.redis.MeGroup;
import dev.gatehouse.benchmarks.redis.RedisGroup;
import dev.gatehouse.benchmarks.startup.StartupGroup;
import dev.gatehouse.benchmarks.throttle.FloodGroup;
import dev.gatehouse.benchmarks.throttle.ThrottleGroup;
import dev.gatehouse.benchmarks.timing.TimingGroup;
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
    Map<String, Group> groups = groups();
    String command = arguments[0];
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (command.equals("report")) {
      printAll(groups);
    } else if (command.equals("all")) {
      boolean goalsMet = true;
      for (var group : groups.entrySet()) {
        goalsMet &= run(group.getKey(), group.getValue(), options);
      }
      System.exit(goalsMet ? 0 : 1);
    } else if (groups.containsKey(command)) {
      System.exit(run(command, groups.get(command), options) ? 0 : 1);
    } else {
      System.err.println("no group " + command + ", only " + groups.keySet());
      System.exit(2);
    }
  }

  private static Map<String, Group> groups() {
    Map<String, Group> groups = new LinkedHashMap<>();
    groups.put("jwt", new JmhGroup(JwtGroup.cases(), JwtGroup::report));
    groups.put("apikey", new JmhGroup(ApiKeyGroup.cases(), ApiKeyGroup::report));
    groups.put("access", new JmhGroup(AccessGroup.cases(), AccessGroup::report));
    groups.put("filter", new JmhGroup(FilterGroup.cases(), FilterGroup::report));
    groups.put("throttle", new JmhGroup(ThrottleGroup.cases(), ThrottleGroup::report));
    groups.put("flood", new FloodGroup());
    groups.put("redis", new JmhGroup(RedisGroup.cases(), RedisGroup::report));
    groups.put("me", new MeGroup());
    groups.put("hash", new JmhGroup(HashGroup.cases(), HashGroup::report));
    groups.put("db", new JmhGroup(DbGroup.cases(), DbGroup::report));
    groups.put("overload", new OverloadGroup());
    groups.put("timing", new TimingGroup());
    groups.put("startup", new StartupGroup());
    return groups;
  }

  private static boolean run(String name, Group group, List<String> options) throws Exception {
    Path folder = Files.createDirectories(RESULTS.resolve(name));
    String machine = Machine.describe();
    Report report = group.run(Plan.of(options), folder);
    String command = (name + ' ' + String.join(" ", options)).strip();
    String section =
        report.markdown() + "`benchmarks/run.sh " + command + "`: " + machine + " at the start.\n";
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

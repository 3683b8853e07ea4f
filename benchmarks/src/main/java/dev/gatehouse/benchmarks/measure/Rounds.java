package dev.gatehouse.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs cases in rounds: every case once per round in a fresh JVM, every second round in reverse order. So a ratio
 * taken inside one round compares neighbours in time, and no case always runs after the same other.
 */
public final class Rounds {
  private final Plan plan;
  private final Path folder;

  /** Writes JMH's JSON, one file per round, into the folder, and takes older results out of it first. */
  public Rounds(Plan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /**
   * Runs all cases.
   *
   * @throws IllegalStateException if a case fails, for example because it accepted a forged token
   */
  public void run(List<Case> cases) throws IOException {
    Files.createDirectories(folder);
    Results.delete(folder);
    List<Case> order = new ArrayList<>(cases);
    for (int round = 1; round <= plan.rounds(); round++) {
      runOnce(order, round);
      Collections.reverse(order);
    }
  }

  private void runOnce(List<Case> order, int round) {
    List<RunResult> results = new ArrayList<>();
    for (Case one : order) {
      System.err.printf(
          "round %d of %d: %s %s, callers %d%n",
          round, plan.rounds(), one.benchmark(), one.parameters(), one.callers());
      results.add(run(one, round));
    }
    String file = folder.resolve(Results.fileOf(round)).toString();
    ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
  }

  private RunResult run(Case one, int round) {
    TimeValue each = TimeValue.milliseconds(plan.each().toMillis());
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include("\\." + Pattern.quote(one.benchmark()) + "$")
        .threads(one.callers())
        .forks(1)
        .warmupIterations(plan.warmUps())
        .warmupTime(each)
        .measurementIterations(plan.iterations())
        .measurementTime(each)
        .addProfiler(CpuProfiler.class)
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .output(folder.resolve("jmh-" + round + ".log").toString());
    one.parameters().forEach(options::param);
    try {
      return new Runner(options.build()).runSingle();
    } catch (RunnerException e) {
      throw new IllegalStateException(one + " failed, see jmh-" + round + ".log in " + folder, e);
    }
  }
}

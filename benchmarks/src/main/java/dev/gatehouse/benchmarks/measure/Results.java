package dev.gatehouse.benchmarks.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the rounds of one group have measured, read from JMH's JSON. */
public final class Results {
  private static final String PREFIX = "round-";

  private final List<Map<Case, Map<Metric, Double>>> rounds;

  private Results(List<Map<Case, Map<Metric, Double>>> rounds) {
    this.rounds = rounds;
  }

  /** Reads all rounds of a folder; there must be one at least. */
  public static Results read(Path folder) throws IOException {
    List<Map<Case, Map<Metric, Double>>> rounds = new ArrayList<>();
    for (Path file : files(folder)) {
      rounds.add(round(new ObjectMapper().readTree(Files.readString(file))));
    }
    if (rounds.isEmpty()) {
      throw new IllegalStateException("nothing has been measured in " + folder);
    }
    return new Results(rounds);
  }

  /** Returns how many rounds there were. */
  public int rounds() {
    return rounds.size();
  }

  /** Tells whether a case was measured. */
  public boolean has(Case one) {
    return rounds.stream().allMatch(round -> round.containsKey(one));
  }

  /** Returns a figure over all rounds. */
  public Spread figure(Case one, Metric metric) {
    return over(round -> value(round, one, metric));
  }

  /** Returns how many times the other's figure this case's is, each ratio taken inside one round. */
  public Spread ratio(Case one, Case other, Metric metric) {
    return over(round -> value(round, one, metric) / value(round, other, metric));
  }

  /** Returns an overhead over all rounds. */
  public Spread figure(Overhead one, Metric metric) {
    return over(round -> value(round, one, metric));
  }

  /** Returns how many times the other's overhead this one is, each ratio taken inside one round. */
  public Spread ratio(Overhead one, Overhead other, Metric metric) {
    return over(round -> value(round, one, metric) / value(round, other, metric));
  }

  /** Returns one metric of a case divided by another of the same case, inside each round. */
  public Spread quotient(Case one, Metric dividend, Metric divisor) {
    return over(round -> value(round, one, dividend) / value(round, one, divisor));
  }

  static String fileOf(int round) {
    return PREFIX + round + ".json";
  }

  static void delete(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  private Spread over(ToDoubleFunction<Map<Case, Map<Metric, Double>>> perRound) {
    return Spread.of(rounds.stream().mapToDouble(perRound).boxed().toList());
  }

  private static double value(Map<Case, Map<Metric, Double>> round, Overhead one, Metric metric) {
    return value(round, one.whole(), metric) - value(round, one.floor(), metric);
  }

  private static double value(Map<Case, Map<Metric, Double>> round, Case one, Metric metric) {
    Map<Metric, Double> found = round.get(one);
    if (found == null || !found.containsKey(metric)) {
      throw new IllegalStateException(metric + " of " + one + " was not measured");
    }
    return found.get(metric);
  }

  private static Map<Case, Map<Metric, Double>> round(JsonNode results) {
    Map<Case, Map<Metric, Double>> round = new HashMap<>();
    results.forEach(result -> round.put(caseOf(result), metrics(result)));
    return round;
  }

  private static Case caseOf(JsonNode result) {
    String[] name = result.get("benchmark").asText().split("\\.", -1);
    Map<String, String> parameters = new TreeMap<>();
    result
        .path("params")
        .properties()
        .forEach(one -> parameters.put(one.getKey(), one.getValue().asText()));
    return new Case(
        name[name.length - 2] + "." + name[name.length - 1],
        result.get("threads").asInt(),
        parameters);
  }

  private static Map<Metric, Double> metrics(JsonNode result) {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      JsonNode data = metric == Metric.THROUGHPUT
          ? result.path("primaryMetric")
          : result.path("secondaryMetrics").path(metric.label());
      List<Double> iterations = new ArrayList<>();
      data.path("rawData").forEach(fork -> fork.forEach(value -> iterations.add(value.asDouble())));
      if (!iterations.isEmpty()) {
        metrics.put(metric, metric.ofRound(iterations));
      }
    }
    return metrics;
  }
}

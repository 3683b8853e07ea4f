package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** The cases of the token benchmarks and their report. */
public final class JwtGroup {
  private static final List<String> ALGORITHMS = List.of("EdDSA", "ES256", "HS256");

  private JwtGroup() {}

  /** Returns every verifier with every algorithm it knows. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String algorithm : ALGORITHMS) {
      for (Subject subject : Subject.values()) {
        if (subject.supports(algorithm)) {
          cases.add(of(subject, algorithm));
        }
      }
    }
    return cases;
  }

  /** Returns the tables. */
  public static String report(Results results) {
    StringBuilder text = new StringBuilder();
    for (String algorithm : ALGORITHMS) {
      Table table = new Table(algorithm, "CPU ns/op", "garbage B/op", "x bare JCA");
      for (Subject subject : Subject.values()) {
        if (subject.supports(algorithm)) {
          Case one = of(subject, algorithm);
          table.row(
              subject.title,
              Spread.shorten(results.figure(one, Metric.CPU).least()),
              Spread.shorten(results.figure(one, Metric.GARBAGE).median()),
              results.ratio(one, of(Subject.BARE_JCA, algorithm), Metric.CPU));
        }
      }
      text.append(table);
    }
    return text.toString();
  }

  private static Case of(Subject subject, String algorithm) {
    return Case.of("JwtBenchmark.verify")
        .with("subject", subject.name())
        .with("algorithm", algorithm);
  }
}

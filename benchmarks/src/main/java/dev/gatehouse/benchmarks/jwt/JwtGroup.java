package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.benchmarks.measure.Bars;
import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Metric;
import dev.gatehouse.benchmarks.measure.Report;
import dev.gatehouse.benchmarks.measure.Results;
import dev.gatehouse.benchmarks.measure.Spread;
import dev.gatehouse.benchmarks.measure.Table;
import dev.gatehouse.token.TokenAlgorithm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Access tokens: new and repeated ones, beside bare cryptography and the peers. */
public final class JwtGroup {
  private static final List<TokenAlgorithm> ALGORITHMS =
      List.of(TokenAlgorithm.EDDSA, TokenAlgorithm.ES256, TokenAlgorithm.HS256);

  private JwtGroup() {}

  /** Returns what a round measures. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (TokenAlgorithm algorithm : ALGORITHMS) {
      subjects(algorithm).forEach(subject -> cases.add(of(subject, algorithm)));
    }
    return cases;
  }

  /** Returns the tables and the goals. */
  public static Report report(Results results) {
    StringBuilder text = new StringBuilder("## Verify an access token\n\n");
    text.append("CPU time of the verifying thread (least iteration) and garbage per token; ");
    text.append("ratios inside one round: median (least - most) of ");
    text.append(results.rounds()).append(" rounds. 1,024 tokens in turn, each a new String.\n\n");
    Bars bars = new Bars();
    for (TokenAlgorithm algorithm : ALGORITHMS) {
      text.append(table(results, algorithm));
      judge(results, algorithm, bars);
    }
    newTokens(results, bars);
    return new Report(text.toString() + bars, bars.allMet());
  }

  private static Table table(Results results, TokenAlgorithm algorithm) {
    Table table = new Table(
        algorithm.jws(), "CPU ns", "garbage B", "x bare Bouncy Castle", "x repeated token");
    subjects(algorithm).forEach(subject -> {
      Case one = of(subject, algorithm);
      table.row(
          subject.title(),
          Spread.shorten(results.figure(one, Metric.CPU).least()),
          Spread.shorten(results.figure(one, Metric.GARBAGE).median()),
          results.ratio(one, of(Subject.BARE_BOUNCY_CASTLE, algorithm), Metric.CPU),
          results.ratio(one, of(Subject.GATEHOUSE_REPEATED, algorithm), Metric.CPU));
    });
    return table;
  }

  private static void judge(Results results, TokenAlgorithm algorithm, Bars bars) {
    Case repeated = of(Subject.GATEHOUSE_REPEATED, algorithm);
    String name = algorithm.jws() + ", repeated token: ";
    bars.atMost(name + "CPU us", 1.0, results.figure(repeated, Metric.CPU).median() / 1_000);
    bars.atMost(
        name + "garbage B", 1_024, results.figure(repeated, Metric.GARBAGE).median());
    Case hmac = of(Subject.BARE_JCA, TokenAlgorithm.HS256);
    bars.atMost(
        name + "times a bare HMAC-SHA256 of a token",
        1.2,
        results.ratio(repeated, hmac, Metric.CPU).median());
    Case session = of(Subject.GATEHOUSE_SESSION, algorithm);
    String whole = algorithm.jws() + ", repeated token and its session: ";
    bars.atMost(whole + "CPU us", 1.0, results.figure(session, Metric.CPU).median() / 1_000);
    bars.atMost(
        whole + "garbage B", 1_024, results.figure(session, Metric.GARBAGE).median());
    Case peer = fastestPeer(results, algorithm);
    double times = results.ratio(peer, repeated, Metric.CPU).median();
    bars.atLeast(
        name + "times faster than the fastest peer",
        algorithm == TokenAlgorithm.HS256 ? 3 : 100,
        times);
  }

  private static void newTokens(Results results, Bars bars) {
    Case fresh = of(Subject.GATEHOUSE_NEW, TokenAlgorithm.EDDSA);
    Case bare = of(Subject.BARE_BOUNCY_CASTLE, TokenAlgorithm.EDDSA);
    double ratio = results.ratio(fresh, bare, Metric.CPU).median();
    bars.atMost("EdDSA, new token: times the bare Bouncy Castle check", 1.3, ratio);
  }

  private static Case fastestPeer(Results results, TokenAlgorithm algorithm) {
    return subjects(algorithm)
        .filter(Subject::isPeer)
        .map(subject -> of(subject, algorithm))
        .min(Comparator.comparingDouble(one -> results.figure(one, Metric.CPU).median()))
        .orElseThrow();
  }

  private static Stream<Subject> subjects(TokenAlgorithm algorithm) {
    return Stream.of(Subject.values()).filter(subject -> subject.supports(algorithm));
  }

  private static Case of(Subject subject, TokenAlgorithm algorithm) {
    return Case.of("JwtBenchmark.verify")
        .with("subject", subject.name())
        .with("algorithm", algorithm.name());
  }
}

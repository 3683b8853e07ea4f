package dev.gatehouse.benchmarks.timing;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Welch's t between two sets of times. Beyond 4.5 either way, chance is no longer an explanation (the threshold of
 * ISO/IEC 17825 and of dudect).
 */
record Welch(double t, double differenceMicros) {
  static final double THRESHOLD = 4.5;

  static Welch of(double[] nanos, double[] otherNanos) {
    double mean = mean(nanos);
    double otherMean = mean(otherNanos);
    double error = Math.sqrt(
        variance(nanos, mean) / nanos.length + variance(otherNanos, otherMean) / otherNanos.length);
    return new Welch((mean - otherMean) / error, (mean - otherMean) / 1_000);
  }

  /** Leaves out what is above a quantile of both sets together: rare long pauses hide small differences. */
  static Welch below(double quantile, double[] nanos, double[] otherNanos) {
    double[] all = DoubleStream.concat(Arrays.stream(nanos), Arrays.stream(otherNanos))
        .sorted()
        .toArray();
    double limit = all[(int) (quantile * (all.length - 1))];
    return of(upTo(limit, nanos), upTo(limit, otherNanos));
  }

  private static double[] upTo(double limit, double[] nanos) {
    return Arrays.stream(nanos).filter(value -> value <= limit).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values, double mean) {
    double squares =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return squares / (values.length - 1);
  }
}

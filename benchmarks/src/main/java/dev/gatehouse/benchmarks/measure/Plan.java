package dev.gatehouse.benchmarks.measure;

import java.time.Duration;

/**
 * How long and how often to measure.
 *
 * @param rounds in each of which every case runs once, in a JVM of its own
 * @param each the length of a warm-up and of a measuring iteration
 */
public record Plan(int rounds, int warmUps, int iterations, Duration each) {
  private static final String ROUNDS = "--rounds=";

  /** Reads the command line: {@code --rounds=n}, and {@code --quick} for a look that proves nothing. */
  public static Plan of(Iterable<String> options) {
    Plan plan = new Plan(3, 5, 5, Duration.ofSeconds(1));
    for (String option : options) {
      if (option.equals("--quick")) {
        plan = new Plan(1, 2, 2, Duration.ofSeconds(1));
      } else if (option.startsWith(ROUNDS)) {
        int rounds = Integer.parseInt(option.substring(ROUNDS.length()));
        plan = new Plan(rounds, plan.warmUps, plan.iterations, plan.each);
      } else {
        throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return plan;
  }
}

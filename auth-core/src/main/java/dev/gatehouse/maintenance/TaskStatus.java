package dev.gatehouse.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a task on this node.
 *
 * @param lastStart empty before the first run
 * @param lastDuration zero before the first run ended
 * @param runs how often it ran here, failures included; turns of other nodes are not counted
 * @param failures how often it failed here
 */
public record TaskStatus(
    String name,
    Optional<Instant> lastStart,
    Duration lastDuration,
    Outcome lastOutcome,
    long runs,
    long failures) {
  /** How the last turn ended. */
  public enum Outcome {
    /** There was no turn yet. */
    NONE,
    /** The work was done. */
    DONE,
    /** The work, or the election, threw; the next turn tries again. */
    FAILED,
    /** Another node was at it. */
    ELSEWHERE
  }

  static TaskStatus fresh(String name) {
    return new TaskStatus(name, Optional.empty(), Duration.ZERO, Outcome.NONE, 0, 0);
  }

  TaskStatus after(Instant start, Duration duration, Outcome outcome) {
    boolean ran = outcome != Outcome.ELSEWHERE;
    boolean failed = outcome == Outcome.FAILED;
    return new TaskStatus(
        name,
        Optional.of(start),
        duration,
        outcome,
        runs + (ran ? 1 : 0),
        failures + (failed ? 1 : 0));
  }
}

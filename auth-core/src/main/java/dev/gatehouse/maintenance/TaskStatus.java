package dev.gatehouse.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a task on this node.
 *
 * @param node names this node, anew at every start
 * @param lastStart empty before the first turn
 * @param lastDuration zero before the first turn ended
 * @param lastRows how many rows the last turn changed; 0 if the work does not count them
 * @param nextDue about when it comes round; empty before the start and after the end
 * @param runs how often it ran here, failures included; turns of other nodes are not counted
 * @param failures how often it failed here
 */
public record TaskStatus(
    String name,
    String node,
    Optional<Instant> lastStart,
    Duration lastDuration,
    Outcome lastOutcome,
    long lastRows,
    Optional<Instant> nextDue,
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

  static TaskStatus fresh(String name, String node) {
    return new TaskStatus(
        name, node, Optional.empty(), Duration.ZERO, Outcome.NONE, 0, Optional.empty(), 0, 0);
  }

  TaskStatus after(Instant start, Duration duration, Outcome outcome, long rows) {
    boolean ran = outcome != Outcome.ELSEWHERE;
    boolean failed = outcome == Outcome.FAILED;
    return new TaskStatus(
        name,
        node,
        Optional.of(start),
        duration,
        outcome,
        rows,
        nextDue,
        runs + (ran ? 1 : 0),
        failures + (failed ? 1 : 0));
  }

  TaskStatus due(Optional<Instant> next) {
    return new TaskStatus(
        name, node, lastStart, lastDuration, lastOutcome, lastRows, next, runs, failures);
  }
}

package dev.gatehouse.throttle;

import java.time.Instant;
import java.util.List;

/** Whether somebody may try a password. */
public sealed interface Guess {

  /**
   * They may, once. It is counted as a failure until it turns out right.
   *
   * @param failures the counts of the lanes, this guess included, in their order
   */
  record Granted(List<Lane> lanes, List<Integer> failures, boolean quick) implements Guess {
    /** Copies the lists. */
    public Granted {
      lanes = List.copyOf(lanes);
      failures = List.copyOf(failures);
    }
  }

  /** They may not before that instant, whether or not the password is right. */
  record Delayed(Instant until) implements Guess {}
}

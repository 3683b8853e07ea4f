package dev.gatehouse.throttle;

import java.time.Instant;
import java.util.List;

/** What became of the wish to guess once. */
public sealed interface Reservation {

  /**
   * The guess was counted as a failure in every lane.
   *
   * @param failures the count of each lane, this guess included, in the order of the lanes
   * @param quick whether it was the last free guess of a lane and came too soon after the one before to be typed by hand
   */
  record Reserved(List<Integer> failures, boolean quick) implements Reservation {
    /** Copies the list. */
    public Reserved {
      failures = List.copyOf(failures);
    }
  }

  /** A lane is shut, and nothing was counted. From that instant on, all lanes are open unless somebody guesses meanwhile. */
  record Shut(Instant until) implements Reservation {}
}

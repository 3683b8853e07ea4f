package dev.gatehouse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Judges a promise of time by the best of three tries. A machine that is busy elsewhere lets a test wait for seconds, which no
 * code under test is to blame for; code that is late is late each time.
 */
public final class Promptly {
  private static final int TRIES = 3;

  private Promptly() {}

  /**
   * Measures until it took no longer than the bound, three times at most, and returns that.
   *
   * @param measured does the whole thing, from what goes wrong on, and returns how long the part took that is promised
   * @throws AssertionError with all measures if every one is longer than the bound
   */
  public static Duration within(Duration bound, Supplier<Duration> measured) {
    List<Duration> taken = new ArrayList<>();
    while (taken.size() < TRIES) {
      Duration last = measured.get();
      if (last.compareTo(bound) <= 0) {
        return last;
      }
      taken.add(last);
    }
    throw new AssertionError("longer than " + bound + " each time: " + taken);
  }
}

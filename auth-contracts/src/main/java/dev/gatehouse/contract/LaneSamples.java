package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Samples;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LaneRule;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.throttle.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lanes that guesses are counted in, for the contract of {@link LockoutStore}. */
public final class LaneSamples {
  /** Three free guesses, locks from the sixth of one to four minutes, forgotten after an hour. */
  static final LaneRule RULE = new LaneRule(
      3,
      6,
      Duration.ofMinutes(1),
      Duration.ofMinutes(4),
      Duration.ofSeconds(30),
      Duration.ofHours(1));
  /** A rule that forgives more, and knows no quick guesses. */
  private static final LaneRule MILD = new LaneRule(
      10, 20, Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ZERO, Duration.ofHours(1));
  /** Lets more guesses pass than race in any test. */
  private static final LaneRule OPEN = new LaneRule(
      20, 40, Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ZERO, Duration.ofHours(1));

  private LaneSamples() {}

  /** Returns a lane of the strict rule. */
  public static Lane lane(String name) {
    return new Lane(Lane.Kind.IDENTIFIER, Samples.digest(name), RULE);
  }

  /** Returns a lane of the mild rule. */
  public static Lane mild(String name) {
    return new Lane(Lane.Kind.SOURCE, Samples.digest(name), MILD);
  }

  /** Returns a lane that no race shuts. */
  public static Lane open(String name) {
    return new Lane(Lane.Kind.SOURCE, Samples.digest(name), OPEN);
  }

  /** Uses the three free guesses, and returns when the last one was; the lane is shut for a second from then on. */
  static Instant shut(LockoutStore store, String name, Instant from) {
    for (int guess = 0; guess < 3; guess++) {
      assertThat(store.reserve(List.of(lane(name)), from.plusSeconds(2L * guess)))
          .isInstanceOf(Reservation.Reserved.class);
    }
    return from.plusSeconds(4);
  }
}

package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SourcesTest {

  @Test
  void theClockStandsStillUntilItIsMoved() {
    SettableClock clock = new SettableClock(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    assertThat(clock.advance(Duration.ofNanos(1))).isEqualTo(Instant.ofEpochSecond(0, 1));
    clock.set(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void concurrentAdvancesLoseNone() {
    SettableClock clock = new SettableClock(Instant.EPOCH);
    Racing.together(16, () -> clock.advance(Duration.ofSeconds(1)));
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(16));
  }

  @Test
  void oneSeedGivesOneSequence() {
    SeededRandom one = new SeededRandom(7);
    SeededRandom same = new SeededRandom(7);
    assertThat(one.bytes(16)).isEqualTo(same.bytes(16));
    assertThat(one.bytes(16)).isEqualTo(same.bytes(16)).isNotEqualTo(new SeededRandom(7).bytes(16));
    assertThat(new SeededRandom(8).bytes(16)).isNotEqualTo(new SeededRandom(7).bytes(16));
  }
}

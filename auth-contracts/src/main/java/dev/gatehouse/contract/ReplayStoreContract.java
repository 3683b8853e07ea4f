package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link ReplayStore} that does not need an entry to be over, as tests. Implement it in the test class of a
 * backend. They run at the real time, because a store may ask a clock of its own.
 */
public interface ReplayStoreContract {
  /** Longer than a test takes. */
  Duration MINUTE = Duration.ofMinutes(1);

  /** Returns two nodes' view of the same store; called once per test. */
  List<ReplayStore> replays();

  /** Returns the present, in the finest that every store keeps. */
  default Instant present() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the digest of an id that nobody has used. */
  static Digest newId() {
    return Digest.of("contract:" + UUID.randomUUID());
  }

  @Test
  @DisplayName("WH-04 S2S-04 the first use of an id is the first, and no later one is, on any node")
  default void theFirstUseIsTheFirst() {
    List<ReplayStore> nodes = replays();
    Instant now = present();
    Digest id = newId();
    assertThat(claim(nodes.get(0), id, now)).isTrue();
    assertThat(claim(nodes.get(0), id, now)).isFalse();
    assertThat(claim(nodes.get(1), id, now)).isFalse();
    assertThat(claim(nodes.get(1), newId(), now)).isTrue();
  }

  @Test
  @DisplayName("S2S-04 of concurrent uses of an id on two nodes exactly one is the first")
  default void ofConcurrentUsesExactlyOneIsTheFirst() {
    List<ReplayStore> nodes = replays();
    Instant now = present();
    for (int round = 0; round < 5; round++) {
      Digest id = newId();
      AtomicInteger turn = new AtomicInteger();
      assertThat(Racing.together(16, () -> claim(nodes.get(turn.getAndIncrement() % 2), id, now)))
          .containsOnlyOnce(true);
    }
  }

  @Test
  @DisplayName("DPOP-04 a flood of other ids makes no room for a replay")
  default void aFloodMakesNoRoom() {
    ReplayStore store = replays().get(0);
    Instant now = present();
    Digest captured = newId();
    assertThat(claim(store, captured, now)).isTrue();
    assertThat(IntStream.range(0, 300).filter(i -> !claim(store, newId(), now))).isEmpty();
    assertThat(claim(store, captured, now)).isFalse();
  }

  @Test
  @DisplayName("S2S-04 no clock that jumps within the life of an id makes it new")
  default void aClockThatJumpsMakesNothingNew() {
    ReplayStore store = replays().get(0);
    Instant now = present();
    Digest id = newId();
    assertThat(claim(store, id, now)).isTrue();
    for (Instant jumped : List.of(
        now.minus(Duration.ofDays(1)), now.minus(MINUTE), now.plus(MINUTE).minus(Samples.TICK))) {
      assertThat(store.claim(id, now, now.plus(MINUTE), jumped)).isFalse();
    }
  }

  @Test
  @DisplayName("S2S-04 a replay with another end changes nothing")
  default void aReplayChangesNothing() {
    ReplayStore store = replays().get(0);
    Instant now = present();
    Digest id = newId();
    assertThat(claim(store, id, now)).isTrue();
    assertThat(store.claim(id, now, now.plusMillis(1), now)).isFalse();
    assertThat(store.claim(id, now, now.plus(MINUTE), now.plusMillis(2))).isFalse();
  }

  private static boolean claim(ReplayStore store, Digest id, Instant now) {
    return store.claim(id, now, now.plus(MINUTE), now);
  }
}

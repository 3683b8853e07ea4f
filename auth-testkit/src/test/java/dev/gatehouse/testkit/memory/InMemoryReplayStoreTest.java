package dev.gatehouse.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class InMemoryReplayStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ReplayStore store = new InMemoryReplayStore(new Memory(), 100);

  private boolean claim(int id, Instant now) {
    return store.claim(Digest.of("id" + id), now, now.plus(MINUTE), now);
  }

  @Test
  @DisplayName("DPOP-04 a full store refuses new ids and knows every old one until it is over")
  void refusesRatherThanForgets() {
    Instant now = Samples.NOW;
    for (int id = 0; id < 100; id++) {
      assertThat(claim(id, now)).isTrue();
    }
    for (int id = 100; id < 10_000; id++) {
      int other = id;
      assertThatThrownBy(() -> claim(other, now)).isInstanceOf(StoreException.class);
    }
    for (int id = 0; id < 100; id++) {
      assertThat(claim(id, now)).isFalse();
    }
    Instant later = now.plus(MINUTE);
    assertThat(claim(100, later)).isTrue();
  }
}

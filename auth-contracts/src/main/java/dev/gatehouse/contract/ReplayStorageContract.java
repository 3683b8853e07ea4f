package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the {@link ReplayStore} of a storage promises beyond {@link ReplayStoreContract}: ends, units of work, clean-up. */
public interface ReplayStorageContract extends ReplayStoreContract {
  /** So long ago that every clock agrees on what is over since. */
  Instant LONG_AGO = Instant.parse("2020-01-01T12:00:00.123456Z");

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Returns one more node on the storage. */
  Storage anotherNode();

  @Override
  default List<ReplayStore> replays() {
    return List.of(storage().replays(), anotherNode().replays());
  }

  @Test
  default void anIdWhoseEntryIsOverIsLikeANewOne() {
    ReplayStore store = storage().replays();
    Digest id = ReplayStoreContract.newId();
    Instant end = LONG_AGO.plus(MINUTE);
    assertThat(claim(store, id, LONG_AGO)).isTrue();
    assertThat(claim(store, id, end.minus(Samples.TICK))).isFalse();
    assertThat(claim(store, id, end)).isTrue();
    assertThat(claim(store, id, end)).isFalse();
  }

  @Test
  default void ofConcurrentUsesOfAnEntryThatIsOverExactlyOneIsTheFirst() {
    ReplayStore store = storage().replays();
    Digest id = ReplayStoreContract.newId();
    assertThat(claim(store, id, LONG_AGO)).isTrue();
    Instant end = LONG_AGO.plus(MINUTE);
    assertThat(Racing.together(16, () -> claim(store, id, end))).containsOnlyOnce(true);
  }

  @Test
  @DisplayName("a use that is rolled back was none")
  default void aUseThatIsRolledBackWasNone() {
    Storage storage = storage();
    Digest id = ReplayStoreContract.newId();
    Failing.unit(storage, () -> claim(storage.replays(), id, LONG_AGO));
    assertThat(claim(storage.replays(), id, LONG_AGO)).isTrue();
  }

  @Test
  @DisplayName("DPOP-04 the clean-up deletes what was over before the cutoff, and nothing else")
  default void deletesWhatWasOverBeforeTheCutoff() {
    ReplayStore store = storage().replays();
    Digest id = ReplayStoreContract.newId();
    Instant end = LONG_AGO.plus(MINUTE);
    assertThat(claim(store, id, LONG_AGO)).isTrue();
    assertThat(store.deleteOver(end, 100)).isZero();
    assertThat(claim(store, id, LONG_AGO)).isFalse();
    assertThat(store.deleteOver(end.plus(Samples.TICK), 100)).isEqualTo(1);
    assertThat(claim(store, id, LONG_AGO)).isTrue();
  }

  @Test
  default void deletesAtMostAsManyUsedIdsAsAllowed() {
    ReplayStore store = storage().replays();
    for (int i = 0; i < 5; i++) {
      assertThat(claim(store, ReplayStoreContract.newId(), LONG_AGO)).isTrue();
    }
    Instant cutoff = LONG_AGO.plus(Duration.ofDays(1));
    assertThat(store.deleteOver(cutoff, 3)).isEqualTo(3);
    assertThat(store.deleteOver(cutoff, 3)).isEqualTo(2);
    assertThat(store.deleteOver(cutoff, 3)).isZero();
  }

  private static boolean claim(ReplayStore store, Digest id, Instant now) {
    return store.claim(id, now, now.plus(MINUTE), now);
  }
}

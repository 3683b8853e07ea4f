package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.testkit.ReplayStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only PostgreSQL promises about used ids. */
final class JdbcReplayStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final Storage here = JdbcStorage.of(POOL);
  private final Storage there = JdbcStorage.of(POOL);
  private final Digest id = ReplayStoreContract.newId();
  private final Instant now = Instant.now();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private boolean claim(ReplayStore store, Instant at) {
    return store.claim(id, at, at.plus(MINUTE), at);
  }

  @Test
  @DisplayName(
      "S2S-04 DPOP-04 a node whose clock runs a year ahead makes no id new, and cleans none away")
  void aClockThatRunsAhead() {
    Instant ahead = now.plus(Duration.ofDays(365));
    assertThat(claim(here.replays(), now)).isTrue();
    assertThat(claim(there.replays(), ahead)).isFalse();
    assertThat(there.replays().deleteOver(ahead, 1_000)).isZero();
    assertThat(claim(here.replays(), now)).isFalse();
  }

  @Test
  @DisplayName("S2S-04 who asks while the first use is undecided waits: committed, it is a replay")
  void committed() throws Exception {
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    here.transactions().run(() -> {
      assertThat(claim(here.replays(), now)).isTrue();
      second.completeAsync(() -> claim(there.replays(), now));
    });
    assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  @DisplayName(
      "who asks while the first use is undecided waits: rolled back, the second is the first")
  void rolledBack() throws Exception {
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    try {
      here.transactions().run(() -> {
        assertThat(claim(here.replays(), now)).isTrue();
        second.completeAsync(() -> claim(there.replays(), now));
        throw new IllegalStateException("rolls back");
      });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolls back");
    }
    assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
  }
}

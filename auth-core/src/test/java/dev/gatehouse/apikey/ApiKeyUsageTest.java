package dev.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ApiKeyUsageTest {
  private static final Instant NOW = Instant.parse("2030-01-01T12:59:59.999Z");
  private static final Instant HOUR = Instant.parse("2030-01-01T12:00:00Z");

  private final RecordingStore store = new RecordingStore();
  private final ApiKeyUsage usage = new ApiKeyUsage(store);
  private final ApiKey key = key();

  private static ApiKey key() {
    return new ApiKey(
        new ApiKeyId(UUID.randomUUID()),
        new ApiKeyFamilyId(UUID.randomUUID()),
        Subject.user(new UserId(UUID.randomUUID())),
        "ak_live_0000",
        ApiKeySettings.named("k"),
        ApiKeyStatus.ACTIVE,
        "",
        NOW,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        0);
  }

  @Test
  void countsByHourGroupAndOutcome() {
    usage.count(new UsageMemo(key), "a", "accepted", NOW);
    usage.count(new UsageMemo(key), "a", "accepted", HOUR);
    usage.count(new UsageMemo(key), "a", "accepted", NOW.plusMillis(1));
    usage.count(new UsageMemo(key), "b", "accepted", NOW);
    usage.count(new UsageMemo(key), "b", "expired", NOW);
    usage.flush();
    assertThat(store.counts)
        .containsOnlyKeys(
            HOUR + " a accepted",
            HOUR.plusSeconds(3600) + " a accepted",
            HOUR + " b accepted",
            HOUR + " b expired")
        .containsEntry(HOUR + " a accepted", 2L);
  }

  @Test
  void writesNothingTwiceAndNothingIfThereIsNothing() {
    usage.flush();
    usage.count(new UsageMemo(key), "a", "accepted", NOW);
    usage.noteUse(new UsageMemo(key), "192.0.2.1", NOW);
    usage.flush();
    usage.flush();
    assertThat(store.calls).isEqualTo(2);
    assertThat(store.counts.values()).containsExactly(1L);
  }

  @Test
  @DisplayName("KEY-08: a last use is written once a minute, however old the copy of the key is")
  void aKeyInSteadyUseIsNotedOnceAMinute() {
    UsageMemo memo = new UsageMemo(key);
    usage.noteUse(memo, "192.0.2.1", NOW);
    usage.flush();
    usage.noteUse(memo, "192.0.2.2", NOW.plusSeconds(59));
    usage.flush();
    assertThat(store.uses).containsExactly(Map.entry(key.id(), new LastUse(NOW, "192.0.2.1")));
    Instant next = NOW.plusSeconds(60);
    usage.noteUse(memo, "192.0.2.3", next);
    usage.noteUse(new UsageMemo(key), "192.0.2.4", next);
    usage.flush();
    assertThat(store.uses).containsExactly(Map.entry(key.id(), new LastUse(next, "192.0.2.3")));
  }

  @Test
  @DisplayName(
      "KEY-08: what a store that is down has not taken is written once it is back, exactly")
  void aFailedFlushIsRepeated() {
    store.down = true;
    IntStream.range(0, 2_500).forEach(i -> usage.count(new UsageMemo(key()), "g", "accepted", NOW));
    usage.noteUse(new UsageMemo(key), "192.0.2.1", NOW);
    assertThatThrownBy(usage::flush).isInstanceOf(StoreException.class);
    usage.count(new UsageMemo(key), "g", "accepted", NOW);
    store.down = false;
    // The second of its three batches fails.
    store.failAt = store.calls + 2;
    assertThatThrownBy(usage::flush).isInstanceOf(StoreException.class);
    assertThat(store.total()).isEqualTo(1_000);
    usage.flush();
    assertThat(store.total()).isEqualTo(2_501);
    assertThat(store.uses).containsEntry(key.id(), new LastUse(NOW, "192.0.2.1"));
    assertThat(usage.lost()).isZero();
  }

  @Test
  @DisplayName(
      "KEY-08: of 400,000 uses by 4 threads while a fifth flushes, every one is counted, once")
  void nothingIsLostBetweenCountingAndFlushing() throws InterruptedException {
    List<UsageMemo> keys = Stream.generate(() -> new UsageMemo(key())).limit(3).toList();
    CountDownLatch done = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(new Thread(() -> {
        for (int i = 0; i < 100_000; i++) {
          usage.count(keys.get(i % 3), "g", "accepted", NOW);
        }
        done.countDown();
      }));
    }
    threads.forEach(Thread::start);
    while (done.getCount() > 0) {
      usage.flush();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    usage.flush();
    assertThat(store.total()).isEqualTo(400_000);
  }

  @Test
  void memoryIsBoundedAndWhatFindsNoRoomIsCountedAsLost() {
    for (int i = 0; i < 200_010; i++) {
      usage.count(new UsageMemo(key), "g" + i, "accepted", NOW);
    }
    assertThat(usage.lost()).isEqualTo(10);
    usage.count(new UsageMemo(key), "g0", "accepted", NOW);
    assertThat(usage.lost()).isEqualTo(10);
    usage.flush();
    assertThat(store.total()).isEqualTo(200_001);
  }

  /** Adds up what it is told, unless it is down. */
  private static final class RecordingStore implements ApiKeyUsageStore {
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<ApiKeyId, LastUse> uses = new HashMap<>();
    private boolean down;
    private int calls;
    private int failAt = -1;

    @Override
    public void add(Collection<UsageCount> added) {
      call();
      added.forEach(count -> counts.merge(
          count.hour() + " " + count.routeGroup() + " " + count.outcome(),
          count.count(),
          Long::sum));
    }

    private void call() {
      calls++;
      if (down || calls == failAt) {
        throw new StoreException("down");
      }
    }

    long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public List<UsageCount> read(UsageQuery query) {
      return List.of();
    }

    @Override
    public void touch(Map<ApiKeyId, LastUse> lastUses, Duration interval) {
      call();
      uses.putAll(lastUses);
    }

    @Override
    public int deleteBefore(Instant cutoff, int limit) {
      return 0;
    }
  }
}

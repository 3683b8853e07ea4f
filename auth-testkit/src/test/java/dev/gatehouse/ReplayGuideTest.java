package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.replay.ReplayGuard;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.replay.ReplayVerdict;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to replays compile, run, and are those of the guide. */
final class ReplayGuideTest {
  private final List<String> booked = new ArrayList<>();

  private record Redis(ReplayStore replays) {}

  @Test
  void theSnippetsWork() {
    InMemoryStorage storage = InMemoryStorage.create();
    Redis redis = new Redis(InMemoryStorage.create().replays());
    try (TestGatehouse test = TestGatehouse.on(storage, new SettableClock(), builder -> {
      // spotless:off
      // guide
      builder.replays(redis.replays());
      // end
      // spotless:on
      return builder;
    })) {
      Gatehouse gatehouse = test.gatehouse();
      // spotless:off
      // guide
      ReplayGuard deliveries = gatehouse.replays().guard("billing-webhook");
      // end
      // spotless:on
      Instant sentAt = test.clock().instant();
      assertThat(receive(deliveries, "evt_1", sentAt)).isTrue();
      assertThat(receive(deliveries, "evt_1", sentAt)).isFalse();
      book(storage, deliveries, "evt_2", sentAt);
      book(storage, deliveries, "evt_2", sentAt);
      assertThat(booked).containsExactly("evt_2");
    }
  }

  private static boolean receive(ReplayGuard deliveries, String id, Instant sentAt) {
    Duration tolerance = Duration.ofMinutes(5);
    // spotless:off
      // guide
      ReplayVerdict verdict = deliveries.use(id, sentAt, sentAt.plus(tolerance));
      if (verdict != ReplayVerdict.FIRST_USE) {
        return false;
      }
      // end
    // spotless:on
    return true;
  }

  private void book(Storage storage, ReplayGuard deliveries, String id, Instant sentAt) {
    // spotless:off
      // guide
      storage.transactions().run(() -> {
        if (deliveries.use(id, sentAt, sentAt.plusSeconds(300)) == ReplayVerdict.FIRST_USE) {
          booked.add(id);
        }
      });
      // end
    // spotless:on
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(ReplayGuideTest.class, "replay.md");
  }
}

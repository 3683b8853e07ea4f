package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.OutboxStore;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every promise of {@link OutboxStore}, as tests. Implement it in the test class of a backend. */
public interface OutboxStoreContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void keepsAnEventUntilItIsDeleted() {
    OutboxStore outbox = storage().outbox();
    outbox.append(event(Samples.userId(), NOW));
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 100)).isEqualTo(1);
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 100)).isZero();
  }

  @Test
  default void ignoresASecondEventWithTheSameId() {
    Storage storage = storage();
    Event event = event(Samples.userId(), NOW);
    Event later = new Event(
        event.id(),
        NOW.plusSeconds(60),
        event.type(),
        event.outcome(),
        event.subject(),
        event.actor(),
        event.client(),
        event.data());
    storage.outbox().append(event);
    storage.transactions().run(() -> {
      storage.outbox().append(later);
      storage.outbox().append(event(Samples.userId(), NOW));
    });
    assertThat(storage.outbox().deleteBefore(NOW.plus(TICK), 100)).isEqualTo(2);
    assertThat(storage.outbox().deleteBefore(NOW.plusSeconds(61), 100)).isZero();
  }

  @Test
  default void ofConcurrentAdditionsOfOneEventOneIsKept() {
    OutboxStore outbox = storage().outbox();
    Event event = event(Samples.userId(), NOW);
    Racing.together(16, () -> {
      outbox.append(event);
      return true;
    });
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 100)).isEqualTo(1);
  }

  @Test
  default void anEventIsPartOfTheCallersUnitOfWork() {
    Storage storage = storage();
    Failing.unit(storage, () -> storage.outbox().append(event(Samples.userId(), NOW)));
    assertThat(storage.outbox().deleteBefore(NOW.plus(TICK), 100)).isZero();
  }

  @Test
  default void deletesEventsOlderThanTheCutoffAndNoOthers() {
    OutboxStore outbox = storage().outbox();
    outbox.append(event(Samples.userId(), NOW));
    outbox.append(event(Samples.userId(), NOW.plus(TICK)));
    assertThat(outbox.deleteBefore(NOW, 100)).isZero();
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 100)).isEqualTo(1);
    assertThat(outbox.deleteBefore(NOW.plus(TICK).plus(TICK), 100)).isEqualTo(1);
  }

  @Test
  default void deletesAtMostAsManyEventsAsAllowed() {
    OutboxStore outbox = storage().outbox();
    for (int i = 0; i < 5; i++) {
      outbox.append(event(Samples.userId(), NOW));
    }
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 3)).isEqualTo(3);
    assertThat(outbox.deleteBefore(NOW.plus(TICK), 3)).isEqualTo(2);
  }

  @Test
  default void concurrentDeletionsCountEachEventOnce() {
    OutboxStore outbox = storage().outbox();
    for (int i = 0; i < 50; i++) {
      outbox.append(event(Samples.userId(), NOW));
    }
    List<Integer> counts = Racing.together(16, () -> outbox.deleteBefore(NOW.plus(TICK), 5));
    int deleted = counts.stream().mapToInt(Integer::intValue).sum();
    assertThat(deleted + outbox.deleteBefore(NOW.plus(TICK), 100)).isEqualTo(50);
  }
}

package dev.gatehouse.event;

import static dev.gatehouse.event.TestEvents.CHANGE;
import static dev.gatehouse.event.TestEvents.DENIAL;
import static dev.gatehouse.event.TestEvents.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes, which are in the trail or do not happen, and who hears of them. */
@Timeout(30)
final class EventsTest {
  private final TestEvents test = new TestEvents();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void writesAuditAndOutboxInOneTransactionOfItsOwn() {
    test.events.record(CHANGE);

    assertThat(test.trail.events()).hasSize(1).isEqualTo(test.outbox);
    assertThat(test.trail.alwaysInTransaction).isTrue();
  }

  @Test
  void tellsListenersAndLogAfterTheCommitOfTheCallersTransaction() {
    List<Event> heard = new ArrayList<>();
    test.events.listen(heard::add);

    test.transactions.run(() -> {
      test.events.record(CHANGE);
      assertThat(test.trail.events()).hasSize(1);
      assertThat(heard).isEmpty();
      assertThat(test.security.lines()).isEmpty();
    });

    assertThat(heard).isEqualTo(test.outbox);
    assertThat(test.security.lines()).hasSize(1);
  }

  @Test
  @DisplayName("EV-03: a transaction that rolls back reaches nobody")
  void aRolledBackChangeReachesNobody() {
    List<Event> heard = new ArrayList<>();
    test.events.listen(heard::add);

    assertThatThrownBy(() -> test.transactions.run(() -> {
          test.events.record(CHANGE);
          throw new IllegalStateException("the host changed its mind");
        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(heard).isEmpty();
    assertThat(test.security.lines()).isEmpty();
  }

  @Test
  @DisplayName("LOG-03: when the trail cannot be written, the change is refused")
  void refusesAChangeThatTheTrailCannotKeep() {
    test.trail.failures.set(1);

    assertThatThrownBy(() -> test.events.record(CHANGE)).isInstanceOf(StoreException.class);

    assertThat(test.outbox).isEmpty();
    assertThat(test.security.lines()).isEmpty();
  }

  @Test
  void knowsTheTimeToTheMicrosecond() {
    test.events.record(CHANGE);

    assertThat(test.outbox.get(0).at()).isEqualTo("2026-01-02T03:04:05.123456Z");
  }

  @Test
  void replacesWhatNoDatabaseKeepsAsText() {
    test.events.record(CHANGE.with("name", "a\0b\ud800c😀"));

    assertThat(test.outbox.get(0).data()).containsEntry("name", "a\ufffdb\ufffdc😀");
  }

  @Test
  void aListenerThatFailsDisturbsNobody() {
    List<Event> heard = new ArrayList<>();
    test.events.listen(event -> {
      throw new IllegalStateException("secret-in-text");
    });
    test.events.listen(heard::add);

    test.events.record(CHANGE);
    assertThat(heard).hasSize(1);
  }

  @Test
  void listenersHearDenialsOnceTheyAreInTheTrail() throws Exception {
    List<Integer> rowsWhenHeard = Collections.synchronizedList(new ArrayList<>());
    test.events.listen(event -> rowsWhenHeard.add(test.trail.events().size()));

    test.events.deny(DENIAL);
    test.events.flush(PATIENCE);
    assertThat(rowsWhenHeard).containsExactly(1);
  }

  @Test
  void tellsAListenerOfOneTypeNothingElseAndNothingAfterItLeft() {
    List<Event> heard = new ArrayList<>();
    Subscription subscription = test.events.listen(EventType.USER_CLOSED, heard::add);
    test.events.record(CHANGE);
    test.events.record(EventDraft.of(EventType.USER_CLOSED, ClientInfo.none()));
    subscription.close();
    subscription.close();
    test.events.record(EventDraft.of(EventType.USER_CLOSED, ClientInfo.none()));

    assertThat(heard).extracting(Event::type).containsExactly(EventType.USER_CLOSED);
  }
}

package dev.gatehouse.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final EventDraft CHANGE =
      EventDraft.of(EventType.PASSWORD_CHANGED, ClientInfo.none());
  private static final EventDraft DENIAL =
      EventDraft.of(EventType.LOGIN_FAILED, ClientInfo.none()).refused("wrong_password");

  private final RehearsedTransactions transactions = new RehearsedTransactions();
  private final Trail trail = new Trail();
  private final List<Event> outbox = Collections.synchronizedList(new ArrayList<>());
  private final CapturedLog security = new CapturedLog();
  private final CapturedLog operator = new CapturedLog();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.123456789Z"));
  private final InstantSource clock = now::get;
  private final Losses losses = new Losses(clock, operator);
  private Events events =
      events(limits(10_000, 128, Duration.ofMillis(1), 3, Duration.ofMillis(1)));

  private static DenialLimits limits(
      int capacity, int batch, Duration linger, int attempts, Duration retryWait) {
    return new DenialLimits(capacity, batch, linger, attempts, retryWait, PATIENCE);
  }

  private Events events(DenialLimits limits) {
    return new Events(
        transactions,
        trail,
        outboxStore(),
        new Stamp(new Ids(clock, RandomSource.secure()), clock),
        new SecurityLog(security, false),
        losses,
        limits);
  }

  private OutboxStore outboxStore() {
    return new OutboxStore() {
      @Override
      public void append(Event event) {
        outbox.add(event);
      }

      @Override
      public int deleteBefore(Instant cutoff, int limit) {
        return 0;
      }
    };
  }

  @AfterEach
  void close() {
    trail.open();
    events.close();
  }

  @Test
  void writesAuditAndOutboxInOneTransactionOfItsOwn() {
    events.record(CHANGE);

    assertThat(trail.events()).hasSize(1).isEqualTo(outbox);
    assertThat(trail.alwaysInTransaction).isTrue();
  }

  @Test
  void tellsListenersAndLogAfterTheCommitOfTheCallersTransaction() {
    List<Event> heard = new ArrayList<>();
    events.listen(heard::add);

    transactions.run(() -> {
      events.record(CHANGE);
      assertThat(trail.events()).hasSize(1);
      assertThat(heard).isEmpty();
      assertThat(security.lines()).isEmpty();
    });

    assertThat(heard).isEqualTo(outbox);
    assertThat(security.lines()).hasSize(1);
  }

  @Test
  @DisplayName("EV-03: a transaction that rolls back reaches nobody")
  void aRolledBackChangeReachesNobody() {
    List<Event> heard = new ArrayList<>();
    events.listen(heard::add);

    assertThatThrownBy(() -> transactions.run(() -> {
          events.record(CHANGE);
          throw new IllegalStateException("the host changed its mind");
        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(heard).isEmpty();
    assertThat(security.lines()).isEmpty();
  }

  @Test
  @DisplayName("LOG-03: when the trail cannot be written, the change is refused")
  void refusesAChangeThatTheTrailCannotKeep() {
    trail.failures.set(1);

    assertThatThrownBy(() -> events.record(CHANGE)).isInstanceOf(StoreException.class);

    assertThat(outbox).isEmpty();
    assertThat(security.lines()).isEmpty();
  }

  @Test
  void knowsTheTimeToTheMicrosecond() {
    events.record(CHANGE);

    assertThat(outbox.get(0).at()).isEqualTo("2026-01-02T03:04:05.123456Z");
  }

  @Test
  void replacesWhatNoDatabaseKeepsAsText() {
    events.record(CHANGE.with("name", "a\0b\ud800c😀"));

    assertThat(outbox.get(0).data()).containsEntry("name", "a\ufffdb\ufffdc😀");
  }

  @Test
  void writesADenialToTheLogAtOnceAndToTheTrailSoonButNeverToTheOutbox() throws Exception {
    trail.shut();
    events.deny(DENIAL);

    assertThat(security.lines()).hasSize(1);
    assertThat(trail.events()).isEmpty();
    trail.open();
    assertThat(events.flush(PATIENCE)).isTrue();
    assertThat(trail.events()).hasSize(1);
    assertThat(outbox).isEmpty();
    assertThat(events.dropped()).isZero();
  }

  @Test
  void writesDenialsOnItsOwnThreadOnly() throws Exception {
    events.deny(DENIAL);
    events.flush(PATIENCE);

    assertThat(trail.threads).containsExactly("gatehouse-events");
  }

  @Test
  void writesDenialsInBatchesAndInOrder() throws Exception {
    trail.shut();
    for (int i = 0; i < 1000; i++) {
      events.deny(DENIAL.with("n", String.valueOf(i)));
    }
    trail.open();

    assertThat(events.flush(PATIENCE)).isTrue();
    assertThat(trail.events())
        .extracting(event -> Integer.valueOf(event.data().get("n")))
        .hasSize(1000)
        .isSorted();
    assertThat(trail.writes.get()).isLessThanOrEqualTo(12);
  }

  @Test
  void neitherBlocksNorForgetsToCountWhenTheQueueIsFull() throws Exception {
    restart(limits(10, 1, Duration.ofMillis(1), 1, Duration.ofMillis(1)));
    trail.shut();
    events.deny(DENIAL);
    trail.awaitWriter();
    for (int i = 0; i < 30; i++) {
      events.deny(DENIAL);
    }

    assertThat(events.dropped()).isEqualTo(25);
    assertThat(security.lines()).hasSize(31);
    trail.open();
    events.flush(PATIENCE);
    assertThat(trail.events()).hasSize(6);
  }

  @Test
  void speaksOfLossesOnceAMinuteEvenWhenTheClockIsSetBack() {
    losses.add(1);
    losses.add(1);
    now.set(now.get().plusSeconds(59));
    losses.add(1);
    assertThat(operator.lines()).hasSize(1);

    now.set(now.get().plusSeconds(1));
    losses.add(2);
    assertThat(operator.lines()).hasSize(2);
    assertThat(operator.lines().get(1).message()).contains("5 lost");

    now.set(now.get().minusSeconds(3600));
    losses.add(1);
    assertThat(operator.lines()).hasSize(3);
  }

  @Test
  void keepsABatchThroughFailuresOfTheStore() throws Exception {
    trail.failures.set(2);
    events.deny(DENIAL);

    events.flush(PATIENCE);
    assertThat(trail.events()).hasSize(1);
    assertThat(events.dropped()).isZero();
  }

  @Test
  void givesABatchUpAfterTheLastAttemptAndGoesOn() throws Exception {
    trail.failures.set(3);
    events.deny(DENIAL);
    events.flush(PATIENCE);
    assertThat(events.dropped()).isEqualTo(1);
    assertThat(trail.events()).isEmpty();

    events.deny(DENIAL);
    events.flush(PATIENCE);
    assertThat(trail.events()).hasSize(1);
  }

  @Test
  void writesWhatWaitsWhenItCloses() {
    restart(limits(10_000, 10_000, Duration.ofHours(1), 1, Duration.ofHours(1)));
    for (int i = 0; i < 500; i++) {
      events.deny(DENIAL);
    }

    events.close();
    assertThat(trail.events()).hasSize(500);
    assertThat(events.dropped()).isZero();
  }

  @Test
  void endsInTimeAndCountsWhatIsLeftWhenTheTrailHangs() throws Exception {
    restart(new DenialLimits(
        100, 1, Duration.ofMillis(1), 6, Duration.ofMillis(1), Duration.ofMillis(1)));
    trail.shut();
    for (int i = 0; i < 10; i++) {
      events.deny(DENIAL);
    }
    trail.awaitWriter();
    events.close();

    assertThat(events.flush(PATIENCE)).isTrue();
    assertThat(trail.events()).isEmpty();
    assertThat(events.dropped()).isEqualTo(10);
  }

  @Test
  void countsDenialsAfterTheEndAsLost() throws Exception {
    events.close();
    events.deny(DENIAL);

    assertThat(events.dropped()).isEqualTo(1);
    assertThat(security.lines()).hasSize(1);
    assertThat(events.flush(PATIENCE)).isTrue();
  }

  @Test
  void everyDenialIsWrittenOrCountedWhenManyRaceWithTheEnd() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread = new Thread(() -> {
        awaitQuietly(gate);
        for (int i = 0; i < 500; i++) {
          events.deny(DENIAL);
        }
      });
      thread.start();
      threads.add(thread);
    }
    gate.countDown();
    events.close();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(trail.events().size() + events.dropped()).isEqualTo(4000);
  }

  @Test
  void aListenerThatFailsDisturbsNobody() {
    List<Event> heard = new ArrayList<>();
    events.listen(event -> {
      throw new IllegalStateException("secret-in-text");
    });
    events.listen(heard::add);

    events.record(CHANGE);
    assertThat(heard).hasSize(1);
  }

  @Test
  void listenersHearDenialsOnceTheyAreInTheTrail() throws Exception {
    List<Integer> rowsWhenHeard = Collections.synchronizedList(new ArrayList<>());
    events.listen(event -> rowsWhenHeard.add(trail.events().size()));

    events.deny(DENIAL);
    events.flush(PATIENCE);
    assertThat(rowsWhenHeard).containsExactly(1);
  }

  @Test
  void tellsAListenerOfOneTypeNothingElseAndNothingAfterItLeft() {
    List<Event> heard = new ArrayList<>();
    Subscription subscription = events.listen(EventType.USER_CLOSED, heard::add);
    events.record(CHANGE);
    events.record(EventDraft.of(EventType.USER_CLOSED, ClientInfo.none()));
    subscription.close();
    subscription.close();
    events.record(EventDraft.of(EventType.USER_CLOSED, ClientInfo.none()));

    assertThat(heard).extracting(Event::type).containsExactly(EventType.USER_CLOSED);
  }

  @Test
  void aFloodOfOneKindLeavesRoomForTheOthers() throws Exception {
    restart(limits(10, 1, Duration.ofMillis(1), 1, Duration.ofMillis(1)));
    trail.shut();
    for (int i = 0; i < 100; i++) {
      events.deny(EventDraft.of(EventType.CROSS_SITE_BLOCKED, ClientInfo.none()).refused("x"));
    }
    for (int i = 0; i < 5; i++) {
      events.deny(DENIAL);
    }
    trail.open();

    assertThat(events.flush(PATIENCE)).isTrue();
    assertThat(trail.events())
        .filteredOn(event -> event.type() == EventType.LOGIN_FAILED)
        .hasSize(5);
    assertThat(events.dropped()).isGreaterThanOrEqualTo(90);
  }

  private void restart(DenialLimits limits) {
    events.close();
    events = events(limits);
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A trail in memory that can fail and can be shut. */
  private final class Trail implements EventSink {
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private volatile CountDownLatch door = new CountDownLatch(0);
    private volatile boolean alwaysInTransaction = true;

    List<Event> events() {
      return List.copyOf(events);
    }

    void shut() {
      door = new CountDownLatch(1);
    }

    void open() {
      door.countDown();
    }

    private void awaitDoor() {
      try {
        door.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("interrupted", e);
      }
    }

    void awaitWriter() {
      arrived.acquireUninterruptibly();
    }

    @Override
    public void append(Event event) {
      appendAll(List.of(event));
    }

    @Override
    public void appendAll(List<Event> batch) {
      arrived.release();
      awaitDoor();
      if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new StoreException("the disk is full");
      }
      alwaysInTransaction &= transactions.isOpen();
      threads.add(Thread.currentThread().getName());
      writes.incrementAndGet();
      events.addAll(batch);
    }
  }
}

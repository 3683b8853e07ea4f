package dev.gatehouse.event;

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

/** Events over a trail, an outbox and logs that can be looked into. */
final class TestEvents implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final EventDraft CHANGE = EventDraft.of(EventType.PASSWORD_CHANGED, ClientInfo.none());
  static final EventDraft DENIAL =
      EventDraft.of(EventType.LOGIN_FAILED, ClientInfo.none()).refused("wrong_password");

  final RehearsedTransactions transactions = new RehearsedTransactions();
  final Trail trail = new Trail();
  final List<Event> outbox = Collections.synchronizedList(new ArrayList<>());
  final CapturedLog security = new CapturedLog();
  final CapturedLog operator = new CapturedLog();
  final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.123456789Z"));
  private final InstantSource clock = now::get;
  final Losses losses = new Losses(clock, operator);
  Events events = events(limits(10_000, 128, Duration.ofMillis(1), 3, Duration.ofMillis(1)));

  static DenialLimits limits(
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

  void restart(DenialLimits limits) {
    events.close();
    events = events(limits);
  }

  @Override
  public void close() {
    trail.open();
    events.close();
  }

  /** A trail in memory that can fail and can be shut. */
  final class Trail implements EventSink {
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private volatile CountDownLatch door = new CountDownLatch(0);
    volatile boolean alwaysInTransaction = true;

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

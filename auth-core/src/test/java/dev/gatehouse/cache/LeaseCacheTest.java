package dev.gatehouse.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.storage.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeaseCacheTest {
  private static final Duration LEASE = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_001L);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger truth = new AtomicInteger(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LeaseCache<String, Integer> cache = cache(LEASE);

  private LeaseCache<String, Integer> cache(Duration lease) {
    return new LeaseCache<>(100, lease, now::get, nanos::get);
  }

  private int ask() {
    return cache.get("key", key -> truth.get());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    now.updateAndGet(instant -> instant.plus(time));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void answersFromTheCopyUntilTheInstantTheLeaseEnds() {
    ask();
    truth.set(2);

    pass(LEASE.minusNanos(1));
    assertThat(ask()).isEqualTo(1);
    pass(Duration.ofNanos(1));
    assertThat(ask()).isEqualTo(2);
    assertThat(cache.counts()).isEqualTo(new CacheCounts(1, 2, 0));
  }

  @Test
  void tellsTheAgeOfTheOldestCopyItWouldAnswerFrom() {
    assertThat(cache.oldest()).isEmpty();
    ask();
    pass(Duration.ofSeconds(2));
    assertThat(cache.get("another", key -> 1)).isEqualTo(1);
    assertThat(cache.oldest()).contains(Duration.ofSeconds(2));
    pass(LEASE.minusSeconds(2));
    assertThat(cache.oldest()).contains(LEASE.minusSeconds(2));
    pass(LEASE);
    assertThat(cache.oldest()).isEmpty();
  }

  @Test
  void readingDoesNotProlongALease() {
    ask();
    truth.set(2);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(1));
      ask();
    }
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void countsTheLeaseFromBeforeTheLoadBegan() {
    cache.get("key", key -> {
      int seen = truth.get();
      pass(Duration.ofSeconds(4));
      return seen;
    });
    truth.set(2);

    pass(Duration.ofSeconds(1));
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void aWallClockThatIsSetBackDoesNotProlongALease() {
    ask();
    truth.set(2);
    nanos.addAndGet(LEASE.toNanos());
    now.set(Instant.EPOCH.minusSeconds(3600));

    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void tellsSinceWhenAValueIsKnown() {
    Instant begin = now.get();
    Lease<Integer> loaded = cache.lease("key", key -> {
      pass(Duration.ofSeconds(1));
      return 7;
    });

    assertThat(loaded).isEqualTo(new Lease<>(7, begin));
    assertThat(cache.lease("key", key -> 8)).isEqualTo(loaded);
  }

  @Test
  void withALeaseOfZeroEveryRequestLoadsForItself() {
    LeaseCache<String, Integer> none = cache(Duration.ZERO);
    none.get("key", key -> 1);

    assertThat(none.get("key", key -> 2)).isEqualTo(2);
    assertThat(none.counts()).isEqualTo(new CacheCounts(0, 2, 0));
  }

  @Test
  void anInvalidatedCopyIsNotUsedAgain() {
    ask();
    truth.set(2);
    cache.invalidate("other");
    assertThat(ask()).isEqualTo(1);
    cache.invalidate("key");
    assertThat(ask()).isEqualTo(2);
    truth.set(3);
    cache.invalidateAll();
    assertThat(ask()).isEqualTo(3);
    assertThat(cache.counts().invalidations()).isEqualTo(3);
  }

  @Test
  void aLoadThatBeganBeforeAnInvalidationIsNotKept() throws Exception {
    lateLoadIsNotKept(() -> cache.invalidate("key"));
  }

  @Test
  void aLoadThatBeganBeforeEverythingWasInvalidatedIsNotKept() throws Exception {
    lateLoadIsNotKept(cache::invalidateAll);
  }

  private void lateLoadIsNotKept(Runnable invalidation) throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> late = threads.submit(() -> cache.get("key", gated(hasRead, gate)));
    hasRead.await();
    truth.set(2);
    invalidation.run();

    // Neither shared with a newcomer while it is under way ...
    assertThat(ask()).isEqualTo(2);
    cache.invalidate("key");
    gate.countDown();
    assertThat(late.get()).isEqualTo(1);
    // ... nor kept once it is done.
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void aLateLoadDoesNotReplaceTheCopyOfALaterOne() throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> late = threads.submit(() -> cache.get("key", gated(hasRead, gate)));
    hasRead.await();
    truth.set(2);
    cache.invalidate("key");
    ask();
    gate.countDown();
    late.get();

    assertThat(ask()).isEqualTo(2);
    assertThat(cache.counts().loads()).isEqualTo(2);
  }

  @Test
  void aLateLoadDoesNotTakeThePlaceOfALaterOneThatIsUnderWay() throws Exception {
    CountDownLatch lateHasRead = new CountDownLatch(1);
    CountDownLatch lateGate = new CountDownLatch(1);
    Future<Integer> late = threads.submit(() -> cache.get("key", gated(lateHasRead, lateGate)));
    lateHasRead.await();
    truth.set(2);
    cache.invalidate("key");
    CountDownLatch laterHasRead = new CountDownLatch(1);
    CountDownLatch laterGate = new CountDownLatch(1);
    Future<Integer> later = threads.submit(() -> cache.get("key", gated(laterHasRead, laterGate)));
    laterHasRead.await();
    lateGate.countDown();
    late.get();
    Future<Integer> newcomer = threads.submit(this::ask);
    laterGate.countDown();

    assertThat(newcomer.get()).isEqualTo(2);
    assertThat(later.get()).isEqualTo(2);
    assertThat(ask()).isEqualTo(2);
  }

  @Test
  void aNewcomerDoesNotJoinALoadThatOutlastedTheLease() throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> slow = threads.submit(() -> cache.get("key", gated(hasRead, gate)));
    hasRead.await();
    truth.set(2);
    pass(LEASE);

    assertThat(ask()).isEqualTo(2);
    gate.countDown();
    slow.get();
    assertThat(ask()).isEqualTo(2);
  }

  private Function<String, Integer> gated(CountDownLatch hasRead, CountDownLatch gate) {
    return key -> {
      int seen = truth.get();
      hasRead.countDown();
      awaitQuietly(gate);
      return seen;
    };
  }

  @Test
  void concurrentRequestsShareOneLoad() throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> first = threads.submit(() -> cache.get("key", gated(hasRead, gate)));
    hasRead.await();
    List<Thread> joiners = new ArrayList<>();
    AtomicInteger sum = new AtomicInteger();
    for (int i = 0; i < 15; i++) {
      Thread joiner = new Thread(() -> sum.addAndGet(ask()));
      joiner.start();
      joiners.add(joiner);
    }
    for (Thread joiner : joiners) {
      while (joiner.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    gate.countDown();
    for (Thread joiner : joiners) {
      joiner.join();
    }

    assertThat(first.get()).isEqualTo(1);
    assertThat(sum.get()).isEqualTo(15);
    assertThat(cache.counts().loads()).isEqualTo(1);
  }

  @Test
  void afterAnInvalidationNobodyEverSeesTheValueBeforeIt() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger floor = new AtomicInteger();
    Callable<Integer> reader = () -> {
      int violations = 0;
      while (!stop.get()) {
        int known = floor.get();
        violations += ask() < known ? 1 : 0;
      }
      return violations;
    };
    List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
    for (int version = 2; version < 20_000; version++) {
      truth.set(version);
      if (version % 7 == 0) {
        cache.invalidateAll();
      } else {
        cache.invalidate("key");
      }
      floor.set(version);
    }
    stop.set(true);

    for (Future<Integer> result : readers) {
      assertThat(result.get(20, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void ofManyWhoInvalidateAtOnceNobodySeesWhatWasBeforeTheirOwn() throws Exception {
    ofManyAtOnceNobodySeesWhatWasBefore(cache, () -> cache.invalidate("key"));
    ofManyAtOnceNobodySeesWhatWasBefore(cache, () -> cache.invalidateIf(value -> true));
    ofManyAtOnceNobodySeesWhatWasBefore(cache, cache::invalidateAll);
  }

  @Test
  void whoeverInvalidatesACopyThatMakesRoomForAnotherDoesNotSeeItAgain() throws Exception {
    LeaseCache<String, Integer> small = new LeaseCache<>(1, LEASE, now::get, nanos::get);
    ofManyAtOnceNobodySeesWhatWasBefore(small, () -> {
      small.get("another", key -> 0);
      small.invalidateIf(value -> value > 0);
    });
  }

  private void ofManyAtOnceNobodySeesWhatWasBefore(
      LeaseCache<String, Integer> cache, Runnable invalidation) throws Exception {
    Callable<Integer> caller = () -> {
      int violations = 0;
      for (int i = 0; i < 50_000; i++) {
        cache.get("key", key -> truth.get());
        int version = truth.incrementAndGet();
        invalidation.run();
        violations += cache.get("key", key -> truth.get()) < version ? 1 : 0;
      }
      return violations;
    };
    for (Future<Integer> result : threads.invokeAll(Collections.nCopies(4, caller))) {
      assertThat(result.get()).isZero();
    }
  }

  @Test
  void aCopyThatIsTakenOutIsForgottenByWhoeverFoundItBefore() {
    List<Runnable> ways = List.of(
        () -> cache.invalidate("key"),
        () -> cache.invalidateIf(value -> true),
        cache::invalidateAll,
        this::pushOut);
    for (Runnable way : ways) {
      ask();
      Load<Integer> found = cache.copies.getIfPresent("key");
      way.run();
      assertThat(cache.copies.getIfPresent("key")).isNull();
      assertThat(found.isForgotten()).isTrue();
    }
  }

  private void pushOut() {
    for (int i = 0; cache.copies.asMap().containsKey("key"); i++) {
      String other = "other" + i;
      for (int asked = 0; asked < 20; asked++) {
        cache.get(other, key -> 0);
      }
    }
  }

  @Test
  void aFailedLoadIsThrownOnAndNotKept() {
    assertThatThrownBy(() -> cache.get("key", key -> {
          throw new StoreException("down");
        }))
        .isInstanceOf(StoreException.class);

    assertThat(ask()).isEqualTo(1);
  }

  @Test
  void whoeverWaitsForALoadHearsItsFailure() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> first = threads.submit(() -> cache.get("key", key -> {
      begun.countDown();
      awaitQuietly(gate);
      throw new StoreException("down");
    }));
    begun.await();
    AtomicReference<Throwable> heard = new AtomicReference<>();
    Thread joiner = new Thread(this::ask);
    joiner.setUncaughtExceptionHandler((thread, thrown) -> heard.set(thrown));
    joiner.start();
    while (joiner.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    gate.countDown();
    joiner.join();

    assertThat(heard.get()).isInstanceOf(StoreException.class);
    assertThatThrownBy(first::get).hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void alsoIfItIsOneThatTheLoaderDoesNotDeclare() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Future<Integer> first = threads.submit(() -> cache.get("key", key -> {
      begun.countDown();
      awaitQuietly(gate);
      throw undeclared(new IOException("as Kotlin may throw it"));
    }));
    begun.await();
    Thread joiner = new Thread(this::ask);
    AtomicReference<Throwable> heard = new AtomicReference<>();
    joiner.setUncaughtExceptionHandler((thread, thrown) -> heard.set(thrown));
    joiner.start();
    while (joiner.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    gate.countDown();
    joiner.join();

    assertThatThrownBy(first::get).hasCauseInstanceOf(IOException.class);
    assertThat(heard.get()).hasCauseInstanceOf(IOException.class);
    assertThat(ask()).isEqualTo(1);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException undeclared(Exception any) throws E {
    throw (E) any;
  }

  @Test
  void aLoaderThatAsksForItsOwnKeyIsRefusedInsteadOfHanging() {
    assertThatThrownBy(() -> cache.get("key", key -> ask()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ask()).isEqualTo(1);
  }

  @Test
  void keepsNoMoreThanItsCapacity() {
    for (int i = 0; i < 1000; i++) {
      cache.get("key" + i, key -> 1);
    }
    long before = cache.counts().hits();
    for (int i = 0; i < 1000; i++) {
      cache.get("key" + i, key -> 1);
    }
    assertThat(cache.counts().hits() - before).isLessThanOrEqualTo(100);
  }

  @Test
  void refusesANegativeLeaseAndNoRoom() {
    assertThatThrownBy(() -> cache(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeaseCache<>(0, LEASE, now::get))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.gatehouse.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies that a node may answer from for a bounded time: their lease. Concurrent requests for one key share one load.
 * Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A copy is never older than the lease, counted from before its load began on a clock that only runs forward, so
 * that neither a slow store nor a wall clock that is set back extends it. A request that starts after
 * {@link #invalidate}, {@link #invalidateIf} or {@link #invalidateAll} has returned never sees what was loaded before, whoever else
 * invalidates at the same moment: a load that was under way then is answered to those who already wait for it and to nobody later.
 *
 * @param <K> a value type
 * @param <V> an immutable value; {@code Optional} where nothing may be found
 */
public final class LeaseCache<K, V> {
  private final long leaseNanos;
  private final InstantSource clock;
  private final Ticker ticker;
  /** Tests look at what is taken out of it. */
  final Cache<K, Load<V>> copies;

  private final ConcurrentMap<K, Load<V>> underWay = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder invalidations = new LongAdder();

  /**
   * Builds an empty cache.
   *
   * @param capacity how many copies it keeps at most
   * @param lease how long a copy may be used; zero means that every request loads for itself
   * @param clock tells when a copy was loaded, for information only: the lease runs on {@code System.nanoTime}
   */
  public LeaseCache(int capacity, Duration lease, InstantSource clock) {
    this(capacity, lease, clock, Ticker.systemTicker());
  }

  LeaseCache(int capacity, Duration lease, InstantSource clock, Ticker ticker) {
    if (capacity < 1 || lease.isNegative()) {
      throw new IllegalArgumentException(
          "a cache needs room and a lease of zero or more, had " + capacity + " and " + lease);
    }
    this.leaseNanos = lease.toNanos();
    this.clock = clock;
    this.ticker = ticker;
    this.copies = Caffeine.newBuilder()
        .maximumSize(capacity)
        .executor(Runnable::run)
        .evictionListener((@Nullable K key, @Nullable Load<V> copy, RemovalCause cause) ->
            Objects.requireNonNull(copy).forget())
        .build();
  }

  /**
   * Returns the value of a key: a copy within its lease, or else what the loader finds. What the loader throws is thrown
   * on, to all who wait for it, and not kept.
   *
   * @param loader must see committed data only: call this outside of units of work
   */
  public V get(K key, Function<? super K, ? extends V> loader) {
    return lease(key, loader).value();
  }

  /** Returns the value of a key as {@link #get} does; the loader says how old its value is, and the lease counts from then. */
  public V getAged(K key, Function<? super K, Aged<V>> loader) {
    Load<V> copy = copy(key);
    return (copy != null ? copy.await() : share(key, loader)).value();
  }

  /** Returns the value of a key as {@link #get} does, and since when it is known. */
  public Lease<V> lease(K key, Function<? super K, ? extends V> loader) {
    Load<V> copy = copy(key);
    return copy != null ? copy.await() : share(key, k -> Aged.fresh(loader.apply(k)));
  }

  private @Nullable Load<V> copy(K key) {
    if (leaseNanos == 0) {
      return null;
    }
    Load<V> copy = copies.getIfPresent(key);
    if (copy == null || !isFresh(copy)) {
      return null;
    }
    hits.increment();
    return copy;
  }

  private Lease<V> share(K key, Function<? super K, Aged<V>> loader) {
    Load<V> mine = begin();
    if (leaseNanos == 0) {
      return load(key, loader, mine);
    }
    Load<V> shared =
        underWay.compute(key, (k, other) -> other != null && isFresh(other) ? other : mine);
    return shared == mine ? load(key, loader, mine) : shared.await();
  }

  private Lease<V> load(K key, Function<? super K, Aged<V>> loader, Load<V> mine) {
    loads.increment();
    try {
      Aged<V> loaded = loader.apply(key);
      if (!loaded.age().isZero()) {
        mine.isAsOldAs(loaded.age(), clock.instant(), ticker.read());
      }
      Lease<V> found = mine.complete(loaded.value());
      // A copy before it is no longer under way: whoever invalidates finds it in one of the two.
      underWay.computeIfPresent(key, (k, current) -> keepIfMine(k, current, mine));
      return found;
    } catch (Throwable e) {
      // First out of the way, so that whoever hears of it and tries again does not meet it again.
      underWay.remove(key, mine);
      mine.fail(e);
      throw e;
    }
  }

  // The map's own contract: null takes the entry out.
  @SuppressWarnings("NullAway")
  private Load<V> keepIfMine(K key, Load<V> current, Load<V> mine) {
    if (current != mine) {
      return current;
    }
    copies.put(key, mine);
    return null;
  }

  /** Forgets the copy of a key, and what is being loaded for it. */
  public void invalidate(K key) {
    invalidations.increment();
    // The load first: what is no longer under way has become the copy before.
    forget(underWay, key, underWay.get(key));
    forget(copies.asMap(), key, copies.getIfPresent(key));
  }

  /** Forgets the copies whose value fits, and whatever is being loaded. Looks at every copy: for rare events. */
  public void invalidateIf(Predicate<? super V> fits) {
    invalidations.increment();
    underWay.forEach((key, load) -> forget(underWay, key, load));
    copies.asMap().forEach((key, copy) -> {
      if (fits.test(copy.await().value())) {
        forget(copies.asMap(), key, copy);
      }
    });
    // What another thread is taking out is not seen here; that it is forgotten must be.
    VarHandle.acquireFence();
  }

  /** Forgets everything, and whatever is being loaded. */
  public void invalidateAll() {
    invalidateIf(value -> true);
  }

  private void forget(ConcurrentMap<K, Load<V>> from, K key, @Nullable Load<V> load) {
    if (load != null) {
      load.forget();
      from.remove(key, load);
    }
  }

  /**
   * Returns how old the oldest copy is that would still be answered from; empty if there is none. Looks at every copy: for
   * reports.
   */
  public Optional<Duration> oldest() {
    long now = ticker.read();
    return copies.asMap().values().stream()
        .filter(this::isFresh)
        .map(copy -> Duration.ofNanos(Math.max(now - copy.startedAt(), 0)))
        .max(Comparator.naturalOrder());
  }

  /** Returns what this cache has done so far. */
  public CacheCounts counts() {
    return new CacheCounts(hits.sum(), loads.sum(), invalidations.sum());
  }

  private Load<V> begin() {
    return new Load<>(clock.instant(), ticker.read());
  }

  private boolean isFresh(Load<V> load) {
    return !load.isForgotten() && ticker.read() - load.startedAt() < leaseNanos;
  }
}

package dev.gatehouse.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Copies of one form that nodes share. Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A copy is never older than the lease, counted from before the store was asked: by the clock of the cache, and by the
 * clocks of the nodes, whichever says more. Both instants are sealed with it, and the cache is told when it ends: neither a
 * cache that stalls nor who writes there lets it live longer. What an invalidation has taken away does not come back: a node
 * replaces only what it saw before it asked the store, and an invalidation leaves nothing that anybody saw. An absent or
 * broken copy means that the store is asked, never a verdict.
 */
public final class SharedCopies<V> {
  private final SecondLevel level;
  private final SealedCopies<V> sealed;
  private final Duration lease;
  private final LongSupplier nanos;

  SharedCopies(SecondLevel level, SealedCopies<V> sealed, Duration lease, LongSupplier nanos) {
    this.level = level;
    this.sealed = sealed;
    this.lease = lease;
    this.nanos = nanos;
  }

  /**
   * Returns a copy within its lease, or else what the store says. What the store throws is thrown on.
   *
   * @param endedBy the invalidations that end the copy; the first is its own and no other copy's
   * @param store must see committed data only
   */
  public Aged<V> get(List<Invalidation> endedBy, Supplier<? extends V> store) {
    if (!level.isOn() || lease.isZero()) {
      return Aged.fresh(store.get());
    }
    List<String> names = endedBy.stream().map(SecondLevel::name).toList();
    long asked = nanos.getAsLong();
    Optional<List<SharedCache.Held>> answer = level.read(names);
    if (answer.isEmpty()) {
      return Aged.fresh(store.get());
    }
    Shelf shelf = new Shelf(names.get(0), answer.get());
    Optional<Aged<V>> copy = copy(shelf, asked);
    if (copy.isPresent()) {
      level.hit();
      return copy.get();
    }
    level.miss();
    return load(shelf, store);
  }

  private Optional<Aged<V>> copy(Shelf shelf, long asked) {
    if (shelf.isSeed()) {
      return Optional.empty();
    }
    Optional<SealedCopies.Opened<V>> opened =
        sealed.open(shelf.name(), shelf.own().text());
    if (opened.isEmpty()) {
      level.rejected();
    }
    Duration travelled = Duration.ofNanos(nanos.getAsLong() - asked);
    return opened
        .filter(copy -> copy.reading().owners().equals(shelf.owners()))
        .map(copy ->
            new Aged<>(copy.value(), copy.age(shelf.own().at().plus(travelled), sealed.now())))
        .filter(aged -> aged.age().compareTo(lease) < 0);
  }

  /** Whatever comes between our look and our offer makes the offer void. */
  private Aged<V> load(Shelf shelf, Supplier<? extends V> store) {
    SharedCache.Held seen = shelf.own();
    SealedCopies.Reading reading =
        new SealedCopies.Reading(sealed.now(), seen.at(), shelf.owners());
    V value = store.get();
    sealed
        .seal(shelf.name(), value, reading)
        .ifPresent(
            text -> level.replace(shelf.name(), seen.text(), text, seen.at().plus(lease)));
    return Aged.fresh(value);
  }

  /** What the cache said: first the copy or a seed, then the seeds of its owners. */
  private record Shelf(String name, List<SharedCache.Held> held) {
    SharedCache.Held own() {
      return held.get(0);
    }

    String owners() {
      return String.join(" ", held.stream().skip(1).map(SharedCache.Held::text).toList());
    }

    boolean isSeed() {
      return own().text().startsWith(SealedCopies.SEED_MARK);
    }
  }
}

package dev.gatehouse.testkit.memory;

import dev.gatehouse.cache.SharedCache;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A shared cache in this process: what several nodes of one test share. */
public final class InMemorySharedCache implements SharedCache {
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  private record Entry(String text, long end) {}

  /** Starts empty. */
  public InMemorySharedCache() {
    this(System::nanoTime);
  }

  /** Starts empty, on another clock. */
  public InMemorySharedCache(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public List<Held> read(List<String> names, String seed, Duration ttl) {
    return names.stream().map(name -> read(name, seed, ttl)).toList();
  }

  private Held read(String name, String seed, Duration ttl) {
    long now = nanos.getAsLong();
    Entry entry = entries.compute(
        name,
        (key, known) ->
            known != null && isAlive(known, now) ? known : new Entry(seed, now + ttl.toNanos()));
    return new Held(entry.text(), Instant.EPOCH.plusNanos(now));
  }

  @Override
  public void replace(String name, String expected, String text, Instant end) {
    long now = nanos.getAsLong();
    Entry copy = new Entry(text, ChronoUnit.NANOS.between(Instant.EPOCH, end));
    Entry unused = entries.computeIfPresent(
        name,
        (key, known) ->
            isAlive(known, now) && isAlive(copy, now) && known.text().equals(expected)
                ? copy
                : known);
  }

  @Override
  public void remove(String name) {
    Entry unused = entries.remove(name);
  }

  /** Writes as somebody would who has got into the cache. */
  public void forge(String name, String text, Duration ttl) {
    entries.put(name, new Entry(text, nanos.getAsLong() + ttl.toNanos()));
  }

  /** Returns the names that hold something. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Forgets everything. */
  public void clear() {
    entries.clear();
  }

  private static boolean isAlive(Entry entry, long now) {
    return now - entry.end() < 0;
  }
}

package dev.gatehouse.cache;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.error.RateLimitedLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies between the copies of each node and the store, if nodes share a cache. Every copy lies under the invalidation
 * that ends it; publishing that takes the copy away before anybody hears of it. Safe for use by many threads.
 */
public final class SecondLevel {
  private static final Logger LOG = LoggerFactory.getLogger(SecondLevel.class);

  /** How long a seed waits for a copy, and how long copies of one owner can be kept at most. */
  private static final Duration SEED = Duration.ofMinutes(1);

  private static final int NAME_BYTES = 16;

  private final @Nullable SharedCache cache;
  private final KeyRing keys;
  private final RandomSource random;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final RateLimitedLog foreign;
  private final RateLimitedLog notRemoved;
  private final Distrust distrust;

  /**
   * Puts copies into a cache, or without one nowhere.
   *
   * @param keys seal the copies: who can write to the cache can neither read nor make one
   * @param nanos runs forward only
   */
  public SecondLevel(
      Optional<SharedCache> cache,
      KeyRing keys,
      RandomSource random,
      InstantSource clock,
      LongSupplier nanos) {
    this.cache = cache.orElse(null);
    this.keys = keys;
    this.random = random;
    this.clock = clock;
    this.nanos = nanos;
    this.foreign = new RateLimitedLog(SecondLevel.class, nanos);
    this.notRemoved = new RateLimitedLog(SecondLevel.class, nanos);
    this.distrust = new Distrust(SEED, nanos);
  }

  /**
   * Returns the copies of one form.
   *
   * @param lease how old a copy may be; zero means that nobody keeps any
   */
  public <V> SharedCopies<V> copies(CopyForm<V> form, Duration lease) {
    SealedCopies<V> sealed = new SealedCopies<>(form, keys, clock);
    return new SharedCopies<>(this, sealed, lease, nanos);
  }

  /** Returns invalidations that take the copies away first, and are published then. */
  public Invalidations before(Invalidations broadcast) {
    return cache == null ? broadcast : new RemovingInvalidations(this, broadcast);
  }

  /** Returns how the second level fares. */
  public SecondLevelStatus status() {
    return new SecondLevelStatus(
        cache != null, hits.sum(), misses.sum(), rejected.sum(), failures.sum());
  }

  boolean isOn() {
    return cache != null;
  }

  /** Tells what the names hold; empty if nobody answers. */
  Optional<List<SharedCache.Held>> read(List<String> names) {
    SharedCache present = cache;
    if (present == null) {
      return Optional.empty();
    }
    if (distrust.isAnyOf(names)) {
      miss();
      return Optional.empty();
    }
    try {
      List<SharedCache.Held> held = present.read(names, seed(), SEED);
      return held.size() == names.size() ? Optional.of(held) : Optional.empty();
    } catch (RuntimeException e) {
      failed("read", e);
      return Optional.empty();
    }
  }

  void replace(String name, String expected, String text, Instant end) {
    SharedCache present = cache;
    if (present != null) {
      try {
        present.replace(name, expected, text, end);
      } catch (RuntimeException e) {
        failed("replaced", e);
      }
    }
  }

  /** What cannot be taken away now ends with its lease, and is asked by no node that hears of the change. */
  void remove(Invalidation invalidation) {
    SharedCache present = cache;
    if (present != null && !invalidation.id().isEmpty()) {
      distrust(invalidation);
      try {
        present.remove(name(invalidation));
      } catch (RuntimeException e) {
        failures.increment();
        notRemoved.warn("a shared copy lives on to the end of its lease: {}", e.getMessage());
      }
    }
  }

  /** Asks nobody but the store about what an invalidation ends, until every copy from before it is over. */
  void distrust(Invalidation invalidation) {
    distrust.add(name(invalidation));
  }

  /** As {@link #distrust}, about everything: nobody knows what was missed. */
  void distrustAll() {
    distrust.addAll();
  }

  private void failed(String what, RuntimeException e) {
    failures.increment();
    LOG.debug("a shared copy was not {}: {}", what, e.getMessage());
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  /** Somebody wrote what none of us wrote. Said once a minute, for whoever did it could do it often. */
  void rejected() {
    rejected.increment();
    foreign.warn(
        "AUTH-1402: the shared cache holds something that was not sealed under this application's secret; it"
            + " is not used. If the secret was not changed just now, somebody else writes to the cache.");
  }

  /** Ids are random, so that a digest without a key tells nothing; with one, nodes would not find what they must remove. */
  static String name(Invalidation invalidation) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(invalidation.encode().getBytes(StandardCharsets.UTF_8));
      return text(Arrays.copyOf(digest, NAME_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A seed is no copy: it begins with a character that no copy has. */
  private String seed() {
    return SealedCopies.SEED_MARK + text(random.bytes(NAME_BYTES));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

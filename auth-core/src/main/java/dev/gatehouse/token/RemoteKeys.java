package dev.gatehouse.token;

import dev.gatehouse.error.Fault;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the keys that an issuer publishes. It is fetched anew in the background after four minutes, and at once, but
 * for that reason at most once a minute, when a token names a key that is not in it. One request is under way at a time.
 * While the issuer does not answer, the last copy goes on, for an hour at most.
 */
final class RemoteKeys implements VerificationKeys {
  private static final Logger log = LoggerFactory.getLogger(RemoteTokens.class);
  private static final Duration REFRESH_AFTER = Duration.ofMinutes(4);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration UNKNOWN_KEY_PAUSE = Duration.ofMinutes(1);
  private static final Duration LAST_GOOD = Duration.ofHours(1);
  private static final Copy NONE = new Copy(new KeySet(List.of()), Instant.MIN);

  private final KeySetSource source;
  private final Duration clockSkew;
  private final AtomicReference<@Nullable CompletableFuture<Copy>> underWay =
      new AtomicReference<>();
  private final AtomicReference<@Nullable Instant> unknownKeyAt = new AtomicReference<>();
  private volatile Copy current = NONE;
  private volatile Instant askedAt = Instant.MIN;

  private record Copy(KeySet keys, Instant fetchedAt) {}

  RemoteKeys(KeySetSource source, Duration clockSkew) {
    this.source = source;
    this.clockSkew = clockSkew;
  }

  @Override
  public KeySet at(Instant now) {
    Copy copy = current;
    if (isOver(copy.fetchedAt(), LAST_GOOD, now)) {
      return fetched(now).keys();
    }
    if (isOver(copy.fetchedAt(), REFRESH_AFTER, now) && isOver(askedAt, RETRY_AFTER, now)) {
      CompletableFuture<Copy> unused = begin(now, copy);
    }
    return copy.keys();
  }

  @Override
  public @Nullable LoadedKey verifier(String header, Instant now) {
    KeySet known = at(now);
    if (!known.knows(header) && TokenHeader.isOurs(header) && mayLookForUnknownKey(now)) {
      known = lookForUnknownKey(now, known);
    }
    return known.verifier(header, now, clockSkew);
  }

  private boolean mayLookForUnknownKey(Instant now) {
    Instant last = unknownKeyAt.get();
    boolean over = last == null || isOver(last, UNKNOWN_KEY_PAUSE, now);
    return over && unknownKeyAt.compareAndSet(last, now);
  }

  private KeySet lookForUnknownKey(Instant now, KeySet known) {
    try {
      return begin(now, current).join().keys();
    } catch (CompletionException e) {
      return known;
    }
  }

  /** Without any copy that may be used, no verdict can be given. */
  private Copy fetched(Instant now) {
    boolean idle = underWay.get() == null;
    Copy copy = current;
    if (!isOver(copy.fetchedAt(), LAST_GOOD, now)) {
      return copy;
    }
    if (idle && !isOver(askedAt, PAUSE, now)) {
      throw new StoreException("the issuer's keys cannot be fetched at present");
    }
    try {
      return begin(now, copy).join();
    } catch (CompletionException e) {
      throw new StoreException("the issuer's keys could not be fetched", e);
    }
  }

  /** Joins the request that is under way, or makes one, unless there is another copy by now than the one that was seen. */
  private CompletableFuture<Copy> begin(Instant now, Copy seen) {
    CompletableFuture<Copy> mine = new CompletableFuture<>();
    CompletableFuture<Copy> other = underWay.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    Copy present = current;
    if (!present.equals(seen)) {
      underWay.set(null);
      boolean unused = mine.complete(present);
      return mine;
    }
    askedAt = now;
    CompletableFuture<Copy> unused = source
        .fetch()
        .thenApply(json -> new Copy(PublishedKeys.read(json, current.keys()), now))
        .whenComplete((copy, failure) -> finish(mine, copy, failure));
    return mine;
  }

  // The copy stands there before the way is free: whoever comes next finds it.
  private void finish(
      CompletableFuture<Copy> mine, @Nullable Copy copy, @Nullable Throwable failure) {
    if (copy != null) {
      current = copy;
    }
    underWay.set(null);
    boolean unused;
    if (copy != null) {
      unused = mine.complete(copy);
    } else {
      Throwable reason = failure == null ? new IllegalStateException("no answer") : failure;
      log.warn("the issuer's keys could not be fetched; the last ones go on: {}", Fault.of(reason));
      unused = mine.completeExceptionally(reason);
    }
  }

  /** Tells whether a span has passed; a clock that was set back ends it. */
  private static boolean isOver(Instant since, Duration span, Instant now) {
    return since.equals(Instant.MIN) || now.isBefore(since) || !now.isBefore(since.plus(span));
  }
}

package dev.gatehouse.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One call of a loader, under way or done. Identity counts: whoever invalidates a key makes its load a stranger. */
final class Load<V> {
  private volatile Instant loadedAt;
  private volatile long startedAt;
  private final CompletableFuture<Lease<V>> result = new CompletableFuture<>();
  private volatile @Nullable Thread owner = Thread.currentThread();

  Load(Instant loadedAt, long startedAt) {
    this.loadedAt = loadedAt;
    this.startedAt = startedAt;
  }

  long startedAt() {
    return startedAt;
  }

  /** The value was not asked of the store just now: its lease has begun before. Only the thread that loads calls this. */
  void isAsOldAs(Duration age, Instant now, long nanos) {
    Instant known = now.minus(age);
    if (known.isBefore(loadedAt)) {
      loadedAt = known;
    }
    long since = nanos - age.toNanos();
    if (since - startedAt < 0) {
      startedAt = since;
    }
  }

  Lease<V> complete(V value) {
    Lease<V> found = new Lease<>(value, loadedAt);
    result.complete(found);
    // A kept copy must not keep the thread that loaded it.
    owner = null;
    return found;
  }

  void fail(Throwable reason) {
    result.completeExceptionally(reason);
  }

  Lease<V> await() {
    if (!result.isDone() && owner == Thread.currentThread()) {
      throw new IllegalStateException("a loader asked for the key that it is loading");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}

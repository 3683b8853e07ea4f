package dev.gatehouse.cache;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a loader, under way or done. Whoever takes it out, marks it as forgotten <em>before</em>:
 * for an instant in between, the cache hides an entry from those who look through it and still gives it to those who ask
 * for its key, so that being gone proves nothing.
 */
final class Load<V> {
  private volatile Instant loadedAt;
  private volatile long startedAt;
  private volatile boolean forgotten;
  /** What came of it, once it is done: a shorter way there than the future. */
  private volatile @Nullable Lease<V> found;

  private final CompletableFuture<Lease<V>> result = new CompletableFuture<>();
  private volatile @Nullable Thread owner = Thread.currentThread();

  Load(Instant loadedAt, long startedAt) {
    this.loadedAt = loadedAt;
    this.startedAt = startedAt;
  }

  long startedAt() {
    return startedAt;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** Makes it nothing to answer newcomers from. Known to whoever sees that it was taken out after this call. */
  void forget() {
    forgotten = true;
    VarHandle.releaseFence();
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
    Lease<V> complete = new Lease<>(value, loadedAt);
    found = complete;
    result.complete(complete);
    // A kept copy must not keep the thread that loaded it.
    owner = null;
    return complete;
  }

  void fail(Throwable reason) {
    result.completeExceptionally(reason);
  }

  Lease<V> await() {
    Lease<V> there = found;
    return there != null ? there : awaitResult();
  }

  private Lease<V> awaitResult() {
    if (!result.isDone() && owner == Thread.currentThread()) {
      throw new IllegalStateException("a loader asked for the key that it is loading");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }
}

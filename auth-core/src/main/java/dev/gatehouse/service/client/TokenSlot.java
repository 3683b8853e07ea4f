package dev.gatehouse.service.client;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The place of one token: at most one request for it is under way, and after a failure there is a pause of a second. */
final class TokenSlot {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceTokens.class);
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final TokenFetch fetch;
  private final String audience;
  private final Optional<Secret> person;
  private final AtomicReference<@Nullable HeldToken> held = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<HeldToken>> underWay =
      new AtomicReference<>();
  private volatile @Nullable Failure lastFailure;

  private record Failure(TokenUnavailableException reason, long at) {}

  TokenSlot(TokenFetch fetch, String audience, Optional<Secret> person) {
    this.fetch = fetch;
    this.audience = audience;
    this.person = person;
  }

  /** Returns a live token. Waits only if there is none; one that grows old is renewed meanwhile. */
  HeldToken get() {
    long now = fetch.now();
    HeldToken known = held.get();
    if (known != null && known.isAlive(now)) {
      if (!known.isFresh(now) && !isPausing(now)) {
        CompletableFuture<HeldToken> unused = begin();
      }
      return known;
    }
    Failure failure = lastFailure;
    if (failure != null && isPausing(now)) {
      throw failure.reason().again();
    }
    return await(begin());
  }

  /**
   * Forgets a token that its receiver refused.
   *
   * @return whether another one may help
   */
  boolean discard(HeldToken refused) {
    if (refused.isNew(fetch.now())) {
      return false;
    }
    boolean unused = held.compareAndSet(refused, null);
    return true;
  }

  private CompletableFuture<HeldToken> begin() {
    CompletableFuture<HeldToken> mine = new CompletableFuture<>();
    CompletableFuture<HeldToken> other = underWay.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    HeldToken known = held.get();
    if (known != null && known.isFresh(fetch.now())) {
      // Whoever was faster has finished between our two looks.
      finish(mine, known, null);
    } else {
      CompletableFuture<HeldToken> unused = fetch
          .fetch(audience, person)
          .whenComplete((token, failure) -> finish(mine, token, failure));
    }
    return mine;
  }

  // The token stands there before the way is free: whoever comes next finds it.
  private void finish(
      CompletableFuture<HeldToken> mine, @Nullable HeldToken token, @Nullable Throwable failure) {
    if (token != null) {
      held.set(token);
      lastFailure = null;
    } else {
      Failure now = new Failure(reason(failure), fetch.now());
      lastFailure = now;
      // That a person's own token has ended is no news.
      LOG.atLevel(person.isPresent() ? Level.DEBUG : Level.WARN)
          .log("no token for the audience {}: {}", audience, now.reason().getMessage());
    }
    underWay.set(null);
    boolean unused =
        token != null ? mine.complete(token) : mine.completeExceptionally(reason(failure));
  }

  private static TokenUnavailableException reason(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof TokenUnavailableException)) {
      cause = cause.getCause();
    }
    return cause instanceof TokenUnavailableException known
        ? known
        : TokenUnavailableException.unreachable(failure);
  }

  private boolean isPausing(long now) {
    Failure failure = lastFailure;
    return failure != null && now - failure.at() < PAUSE;
  }

  private static HeldToken await(CompletableFuture<HeldToken> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw reason(e).again();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("interrupted while waiting for a token: {}", Fault.of(e));
      throw TokenUnavailableException.unreachable(e);
    }
  }
}

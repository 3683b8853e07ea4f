package dev.gatehouse;

import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Deletes what nobody needs any more, in small batches, so that no table is locked for long. */
final class CleanUp {
  private static final int BATCH = 1000;
  private static final int MOST_BATCHES = 100;
  private static final Duration SESSIONS = Duration.ofDays(30);
  private static final Duration TOKENS = Duration.ofDays(1);
  private static final Duration ROLE_ASSIGNMENTS = Duration.ofDays(30);
  private static final Duration API_KEY_USAGE = Duration.ofDays(400);
  private static final Duration OUTBOX = Duration.ofDays(7);

  private final Storage storage;
  private final Duration apiKeys;
  private final InstantSource clock;

  /**
   * Deletes from a storage.
   *
   * @param apiKeys how long keys are kept that have ended
   */
  CleanUp(Storage storage, Duration apiKeys, InstantSource clock) {
    this.storage = storage;
    this.apiKeys = apiKeys;
    this.clock = clock;
  }

  /** Deletes from every store, whatever becomes of the others; returns how many rows, or throws what one of them threw. */
  long run() {
    Instant now = clock.instant();
    List<IntUnaryOperator> deletions = List.of(
        limit -> storage.sessions().deleteOver(now.minus(SESSIONS), limit),
        limit -> storage.users().deleteDecoys(now, limit),
        limit -> storage.oneTimeTokens().deleteExpired(now.minus(TOKENS), limit),
        limit -> storage.mailCooldowns().deleteForgotten(now, limit),
        limit -> storage.lockouts().deleteForgotten(now, limit),
        limit -> storage.roleAssignments().deleteExpired(now.minus(ROLE_ASSIGNMENTS), limit),
        limit -> storage.apiKeys().deleteEnded(now.minus(apiKeys), now, limit),
        limit -> storage.apiKeyUsage().deleteBefore(now.minus(API_KEY_USAGE), limit),
        limit -> storage.totp().deleteExpired(now.minus(TOKENS), limit),
        limit -> storage.trustedDevices().deleteExpired(now.minus(TOKENS), limit),
        limit -> storage.factorAttempts().deleteForgotten(now, limit),
        limit -> storage.replays().deleteOver(now, limit),
        limit -> storage.outbox().deleteBefore(now.minus(OUTBOX), limit));
    long deleted = 0;
    Optional<StoreException> failure = Optional.empty();
    for (IntUnaryOperator deletion : deletions) {
      try {
        deleted += inBatches(deletion);
      } catch (StoreException e) {
        failure.ifPresent(first -> first.addSuppressed(e));
        failure = failure.or(() -> Optional.of(e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return deleted;
  }

  private static long inBatches(IntUnaryOperator delete) {
    long sum = 0;
    int deleted = BATCH;
    for (int i = 0; i < MOST_BATCHES && deleted == BATCH && !isInterrupted(); i++) {
      deleted = delete.applyAsInt(BATCH);
      sum += deleted;
    }
    return sum;
  }

  /** Whoever stops the application wants this to stop, too. */
  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }
}

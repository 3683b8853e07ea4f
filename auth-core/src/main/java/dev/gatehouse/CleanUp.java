package dev.gatehouse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntUnaryOperator;

/** Deletes what nobody needs any more, in small batches, so that no table is locked for long. */
final class CleanUp implements Runnable {
  private static final int BATCH = 1000;
  private static final int MOST_BATCHES = 100;
  private static final Duration SESSIONS = Duration.ofDays(30);
  private static final Duration TOKENS = Duration.ofDays(1);
  private static final Duration ROLE_ASSIGNMENTS = Duration.ofDays(30);
  private static final Duration API_KEY_USAGE = Duration.ofDays(400);
  private static final Duration OUTBOX = Duration.ofDays(7);

  private final Storage storage;
  private final InstantSource clock;

  CleanUp(Storage storage, InstantSource clock) {
    this.storage = storage;
    this.clock = clock;
  }

  @Override
  public void run() {
    Instant now = clock.instant();
    inBatches(limit -> storage.sessions().deleteOver(now.minus(SESSIONS), limit));
    inBatches(limit -> storage.oneTimeTokens().deleteExpired(now.minus(TOKENS), limit));
    inBatches(limit -> storage.mailCooldowns().deleteForgotten(now, limit));
    inBatches(limit -> storage.lockouts().deleteForgotten(now, limit));
    inBatches(limit -> storage.roleAssignments().deleteExpired(now.minus(ROLE_ASSIGNMENTS), limit));
    inBatches(limit -> storage.apiKeyUsage().deleteBefore(now.minus(API_KEY_USAGE), limit));
    inBatches(limit -> storage.totp().deleteExpired(now.minus(TOKENS), limit));
    inBatches(limit -> storage.trustedDevices().deleteExpired(now.minus(TOKENS), limit));
    inBatches(limit -> storage.factorAttempts().deleteForgotten(now, limit));
    inBatches(limit -> storage.outbox().deleteBefore(now.minus(OUTBOX), limit));
  }

  private static void inBatches(IntUnaryOperator delete) {
    int deleted = BATCH;
    for (int i = 0; i < MOST_BATCHES && deleted == BATCH; i++) {
      deleted = delete.applyAsInt(BATCH);
    }
  }
}

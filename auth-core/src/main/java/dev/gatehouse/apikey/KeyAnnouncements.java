package dev.gatehouse.apikey;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Instant;
import java.util.List;

/** Tells once per key and deadline that a key expires soon, should be rotated, or has expired. */
final class KeyAnnouncements {
  private static final int BATCH = 100;
  private static final Actor MAINTENANCE = Actor.system("maintenance");

  private final ApiKeyStore keys;
  private final ApiKeyPolicy policy;
  private final Surroundings around;

  KeyAnnouncements(ApiKeyStore keys, ApiKeyPolicy policy, Surroundings around) {
    this.keys = keys;
    this.policy = policy;
    this.around = around;
  }

  /** Announces what is due, until its thread is interrupted; returns how many keys. */
  long announce() {
    Instant now = around.now();
    // The past first: what has expired is no longer expiring.
    return announce(KeyDeadline.EXPIRED, EventType.API_KEY_EXPIRED, now)
        + announce(
            KeyDeadline.EXPIRING, EventType.API_KEY_EXPIRING, now.plus(policy.remindBefore()))
        + announce(
            KeyDeadline.ROTATION_DUE,
            EventType.API_KEY_ROTATION_DUE,
            now.minus(policy.rotateAfter()));
  }

  private long announce(KeyDeadline deadline, EventType type, Instant cutoff) {
    long sum = 0;
    int announced = BATCH;
    while (announced == BATCH && !Thread.currentThread().isInterrupted()) {
      announced = around.transactions().call(() -> {
        List<ApiKey> due = keys.claim(deadline, cutoff, BATCH);
        due.forEach(key -> around.events().record(draft(type, key)));
        return due.size();
      });
      sum += announced;
    }
    return sum;
  }

  private static EventDraft draft(EventType type, ApiKey key) {
    EventDraft draft = KeyEvents.about(type, key, ClientInfo.none())
        .by(MAINTENANCE)
        .with("name", key.settings().name())
        .with("status", key.status().code());
    return key.expiresAt().map(end -> draft.with("expires_at", end.toString())).orElse(draft);
  }
}

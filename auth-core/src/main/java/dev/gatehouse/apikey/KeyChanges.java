package dev.gatehouse.apikey;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Changes to stored keys: looked at, changed if nobody was faster, recorded, and announced after the commit. Whoever loses
 * a race looks again at what the other left behind.
 */
final class KeyChanges {
  private static final int LOOKS = 5;

  private final ApiKeyStore keys;
  private final Surroundings around;

  /** A rotation as it shall be: the former in its next version, and its successor. */
  record Rotation(ApiKey former, ApiKey successor, Secret secret, Digest digest) {}

  KeyChanges(ApiKeyStore keys, Surroundings around) {
    this.keys = keys;
    this.around = around;
  }

  /** Changes a key to what the function makes of it; it refuses by throwing. */
  ApiKey apply(
      ApiKeyId id, Actor by, ClientInfo client, EventType type, UnaryOperator<ApiKey> change) {
    for (int look = 0; look < LOOKS; look++) {
      ApiKey before = get(id);
      ApiKey after = change.apply(before);
      boolean changed = around.transactions().call(() -> {
        if (!keys.change(after)) {
          return false;
        }
        record(
            KeyEvents.changed(KeyEvents.about(type, before, client).by(by), before, after), after);
        return true;
      });
      if (changed) {
        return after;
      }
    }
    throw new StoreException("an API key changed faster than it could be read");
  }

  boolean revoke(ApiKeyId id, String reason, Actor by, ClientInfo client) {
    ApiKey before = get(id);
    return around.transactions().call(() -> {
      Optional<ApiKey> revoked = keys.revoke(id, reason);
      revoked.ifPresent(after -> around
          .events()
          .record(KeyEvents.about(EventType.API_KEY_REVOKED, before, client)
              .by(by)
              .with("status.before", before.status().code())
              .with("status.after", after.status().code())
              .with("reason", reason)));
      // Also if somebody was faster: they may not have told this node yet when this call returns.
      announce(before);
      return revoked.isPresent();
    });
  }

  RotatedApiKey rotate(
      ApiKeyId id, Actor by, ClientInfo client, BiFunction<ApiKey, Instant, Rotation> plan) {
    Instant now = around.now();
    for (int look = 0; look < LOOKS; look++) {
      ApiKey before = get(id);
      Rotation rotation = plan.apply(before, now);
      boolean rotated = around.transactions().call(() -> {
        if (!keys.rotate(rotation.former(), rotation.successor(), rotation.digest())) {
          return false;
        }
        record(
            KeyEvents.changed(
                KeyEvents.about(EventType.API_KEY_ROTATED, before, client)
                    .by(by)
                    .with("successor", rotation.successor().id().toString()),
                before,
                rotation.former()),
            rotation.former());
        return true;
      });
      if (rotated) {
        return new RotatedApiKey(rotation.successor(), rotation.secret(), rotation.former());
      }
    }
    throw new StoreException("an API key changed faster than it could be read");
  }

  /**
   * Refuses a change that the key's state does not allow.
   *
   * @throws AuthException VERSION_CONFLICT
   */
  static void require(ApiKey key, boolean allowed, String detail) {
    if (!allowed) {
      throw new AuthException(ErrorCode.VERSION_CONFLICT, detail)
          .with("keyStatus", key.status().code());
    }
  }

  private ApiKey get(ApiKeyId id) {
    return keys.find(id)
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "There is no such key."));
  }

  private void record(EventDraft event, ApiKey key) {
    around.events().record(event);
    announce(key);
  }

  private void announce(ApiKey key) {
    around
        .transactions()
        .afterCommit(() -> around
            .invalidations()
            .publish(new Invalidation(Invalidation.Kind.API_KEY, key.family().toString())));
  }
}

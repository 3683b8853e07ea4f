package dev.gatehouse.apikey;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ClientInfo;
import java.util.Optional;

/**
 * The credits that a key shares with all keys of its family. Every verb is one atomic statement, so that what is spent
 * never exceeds what was given, whoever rotates, refills and spends at once.
 */
public final class ApiKeyCredits {
  private final ApiKeyStore keys;
  private final ApiKeyCreditStore credits;
  private final Surroundings around;

  ApiKeyCredits(ApiKeyBackend backend, Surroundings around) {
    this.keys = backend.keys();
    this.credits = backend.credits();
    this.around = around;
  }

  /**
   * Returns what a key's family has, as stored: a refill that is due takes place at the next use. Empty if it has no
   * credits to spend and is unlimited.
   *
   * @throws AuthException NOT_FOUND
   */
  public Optional<Credits> find(ApiKeyId id) {
    return credits.find(get(id).family());
  }

  /**
   * Adds to what a key's family has left, a refill that is due included, up to {@link Credits#MOST}.
   *
   * @throws AuthException NOT_FOUND if there is no such key, or its family has no credits
   * @throws IllegalArgumentException if the amount is negative or too large
   */
  public Credits add(ApiKeyId id, long amount, Actor by, ClientInfo client) {
    Credits.requireAmount(amount);
    requireNoKey(by);
    ApiKey key = get(id);
    return around.transactions().call(() -> {
      Credits now = credits
          .add(key.family(), amount, around.now())
          .orElseThrow(
              () -> new AuthException(ErrorCode.NOT_FOUND, "The key has no credits to add to."));
      record(
          draft(key, by, client)
              .with("credits.added", String.valueOf(amount))
              .with("credits.after", text(Optional.of(now))),
          key);
      return now;
    });
  }

  /**
   * Sets what a key's family has left and how it is refilled; empty makes it unlimited.
   *
   * @throws AuthException NOT_FOUND
   */
  public void set(ApiKeyId id, Optional<Credits> wanted, Actor by, ClientInfo client) {
    requireNoKey(by);
    ApiKey key = get(id);
    around.transactions().run(() -> {
      Optional<Credits> before = credits.find(key.family());
      if (!credits.set(key.family(), wanted, around.now())) {
        throw gone();
      }
      record(
          draft(key, by, client)
              .with("credits.before", text(before))
              .with("credits.after", text(wanted)),
          key);
    });
  }

  private static void requireNoKey(Actor by) {
    if (by.kind() == Actor.Kind.API_KEY || by.kind() == Actor.Kind.ANONYMOUS) {
      throw new AuthException(ErrorCode.PERMISSION_DENIED, "A key gives no credits.");
    }
  }

  private static EventDraft draft(ApiKey key, Actor by, ClientInfo client) {
    return KeyEvents.about(EventType.API_KEY_UPDATED, key, client).by(by);
  }

  private void record(EventDraft event, ApiKey key) {
    around.events().record(event);
    around
        .transactions()
        .afterCommit(() -> around
            .invalidations()
            .publish(new Invalidation(Invalidation.Kind.API_KEY, key.family().toString())));
  }

  private static String text(Optional<Credits> credits) {
    return credits
        .map(some -> some.remaining() + " left, refill "
            + some.refill().name().toLowerCase(java.util.Locale.ROOT) + " to "
            + some.refillAmount())
        .orElse("unlimited");
  }

  private ApiKey get(ApiKeyId id) {
    return keys.find(id).orElseThrow(ApiKeyCredits::gone);
  }

  private static AuthException gone() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such key.");
  }
}

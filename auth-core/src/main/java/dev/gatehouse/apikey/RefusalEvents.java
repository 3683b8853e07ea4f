package dev.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Duration;

/**
 * Tells of refused keys, once a minute for each key and reason: a forgotten job that goes on using a dead key must not
 * fill the trail. How often it happened is in the usage counts.
 */
final class RefusalEvents {
  private final Events events;
  private final Cache<Told, Boolean> told = Caffeine.newBuilder()
      .maximumSize(10_000)
      .expireAfterWrite(Duration.ofMinutes(1))
      .executor(Runnable::run)
      .build();

  /** @param who the key; the client's address if the key is unknown */
  private record Told(String who, KeyRefusal reason) {}

  RefusalEvents(Events events) {
    this.events = events;
  }

  /** What a condition of the caller refused, the caller reports: only they know what it was. */
  void tell(Verification.Refused refused, ClientInfo client) {
    if (refused.reason() == KeyRefusal.NOT_ADMITTED) {
      return;
    }
    String who = refused.key().map(key -> key.id().toString()).orElse(client.address());
    if (told.asMap().putIfAbsent(new Told(who, refused.reason()), true) != null) {
      return;
    }
    EventDraft draft = refused
        .key()
        .map(key ->
            KeyEvents.about(EventType.API_KEY_REFUSED, key, client).by(Actor.apiKey(key.id())))
        .orElseGet(() -> EventDraft.of(EventType.API_KEY_REFUSED, client));
    EventDraft full = refused
        .missing()
        .map(missing -> draft.with("permission", missing.text()))
        .orElse(draft);
    events.deny(full.refused(refused.reason().text()));
  }
}

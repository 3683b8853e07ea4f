package dev.gatehouse.apikey;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The wording of what happens to keys. */
final class KeyEvents {
  private KeyEvents() {}

  /** Starts a draft about a key: which one, of which family, whose. */
  static EventDraft about(EventType type, ApiKey key, ClientInfo client) {
    EventDraft draft = EventDraft.of(type, client)
        .with("key", key.id().toString())
        .with("family", key.family().toString())
        .with("owner", key.owner().toString());
    return key.owner().kind() == Subject.Kind.USER
        ? draft.about(new UserId(key.owner().id()))
        : draft;
  }

  /** Adds everything that a new key was given. */
  static EventDraft given(EventDraft draft, ApiKey key) {
    EventDraft full = draft;
    for (Map.Entry<String, String> fact : facts(key).entrySet()) {
      full = full.with(fact.getKey(), fact.getValue());
    }
    return full;
  }

  /** Adds what has changed, as it was before and as it is now. */
  static EventDraft changed(EventDraft draft, ApiKey before, ApiKey after) {
    Map<String, String> old = facts(before);
    EventDraft full = draft;
    for (Map.Entry<String, String> fact : facts(after).entrySet()) {
      String was = old.getOrDefault(fact.getKey(), "");
      if (!was.equals(fact.getValue())) {
        full = full.with(fact.getKey() + ".before", was)
            .with(fact.getKey() + ".after", fact.getValue());
      }
    }
    return full;
  }

  private static Map<String, String> facts(ApiKey key) {
    ApiKeySettings settings = key.settings();
    Map<String, String> facts = new TreeMap<>();
    facts.put("name", settings.name());
    facts.put("roles", String.join(" ", new TreeSet<>(settings.roles())));
    facts.put("permissions", String.join(" ", settings.permissionTexts()));
    facts.put("detached", String.valueOf(settings.detached()));
    facts.put(
        "allow_from",
        settings.allowFrom().stream().map(Cidr::toString).collect(Collectors.joining(" ")));
    facts.put("metadata", new TreeMap<>(settings.metadata()).toString());
    facts.put("status", key.status().code());
    facts.put("expires_at", key.expiresAt().map(Instant::toString).orElse("never"));
    return facts;
  }
}

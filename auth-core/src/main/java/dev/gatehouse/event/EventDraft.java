package dev.gatehouse.event;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An event as a service words it; the recorder adds id and time. Immutable: each method returns a copy. */
public record EventDraft(
    EventType type,
    String outcome,
    Optional<UserId> subject,
    Actor actor,
    ClientInfo client,
    Map<String, String> data) {
  static final String SUCCESS = "success";

  /** Copies the facts. */
  public EventDraft {
    data = Map.copyOf(data);
  }

  /** Starts a draft about nobody, by nobody, that succeeded. */
  public static EventDraft of(EventType type, ClientInfo client) {
    return new EventDraft(type, SUCCESS, Optional.empty(), Actor.anonymous(), client, Map.of());
  }

  /** Names the account it is about. */
  public EventDraft about(UserId user) {
    return new EventDraft(type, outcome, Optional.of(user), actor, client, data);
  }

  /** Names who did it. */
  public EventDraft by(Actor who) {
    return new EventDraft(type, outcome, subject, who, client, data);
  }

  /** Names the account and says that its owner did it. */
  public EventDraft byOwner(UserId user) {
    return about(user).by(Actor.user(user));
  }

  /** Says that it was refused, and why. */
  public EventDraft refused(String reason) {
    return new EventDraft(type, reason, subject, actor, client, data);
  }

  /** Adds a fact. */
  public EventDraft with(String name, String value) {
    Map<String, String> more = new TreeMap<>(data);
    more.put(name, value);
    return new EventDraft(type, outcome, subject, actor, client, more);
  }
}

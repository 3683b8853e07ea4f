package dev.gatehouse.service;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tokens services were given, counted in memory and recorded in batches: {@code service.token_issued} is one line
 * per service, audience and minute of a node, in the audit trail and the security log and never in the outbox. So no
 * service can flood either, however often it asks; a process that crashes loses the count of its last minute.
 */
public final class IssuedTokens {
  private final Events events;
  private final ConcurrentHashMap<Receiver, Count> counts = new ConcurrentHashMap<>();

  private record Receiver(ServiceId service, String name, String audience) {}

  private record Count(long all, long onBehalf) {
    Count plus(Count other) {
      return new Count(all + other.all, onBehalf + other.onBehalf);
    }
  }

  /** Starts at zero. */
  public IssuedTokens(Events events) {
    this.events = events;
  }

  void note(ServiceRecord service, String audience, boolean onBehalf) {
    Receiver receiver = new Receiver(service.id(), service.name(), audience);
    Count unused = counts.merge(receiver, new Count(1, onBehalf ? 1 : 0), Count::plus);
  }

  /** Records what was counted since the last time. */
  public void flush() {
    for (Receiver receiver : counts.keySet()) {
      Count count = counts.remove(receiver);
      if (count != null) {
        events.observe(draft(receiver, count));
      }
    }
  }

  private static EventDraft draft(Receiver receiver, Count count) {
    return EventDraft.of(EventType.SERVICE_TOKEN_ISSUED, ClientInfo.none())
        .by(Actor.service(receiver.service))
        .with("service", receiver.service.toString())
        .with("name", receiver.name)
        .with("audience", receiver.audience)
        .with("tokens", Long.toString(count.all))
        .with("onBehalf", Long.toString(count.onBehalf));
  }
}

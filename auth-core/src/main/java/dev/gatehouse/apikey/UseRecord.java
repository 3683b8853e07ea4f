package dev.gatehouse.apikey;

import dev.gatehouse.event.Events;
import java.time.Instant;

/** Where the outcome of a use is written down: counts for every known key, events for refusals. */
final class UseRecord {
  private static final String ACCEPTED = "accepted";

  private final ApiKeyUsage usage;
  private final RefusalEvents refusals;

  UseRecord(ApiKeyUsage usage, Events events) {
    this.usage = usage;
    this.refusals = new RefusalEvents(events);
  }

  void accepted(KeyState state, KeyUse use, Instant now) {
    usage.count(state.slots(), use.routeGroup(), ACCEPTED, now);
    usage.noteUse(state.slots(), use.client().address(), now);
  }

  void refused(KeyState state, Verification.Refused refused, KeyUse use, Instant now) {
    usage.count(state.slots(), use.routeGroup(), refused.reason().text(), now);
    refusals.tell(refused, use.client());
  }

  void unknown(KeyUse use) {
    refusals.tell(Verification.Refused.UNKNOWN, use.client());
  }
}

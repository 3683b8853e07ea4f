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

  void accepted(ApiKey key, KeyUse use, Instant now) {
    usage.count(key, use.routeGroup(), ACCEPTED, now);
    usage.noteUse(key, use.client().address(), now);
  }

  void refused(ApiKey key, Verification.Refused refused, KeyUse use, Instant now) {
    usage.count(key, use.routeGroup(), refused.reason().text(), now);
    refusals.tell(refused, use.client());
  }

  void unknown(KeyUse use) {
    refusals.tell(Verification.Refused.UNKNOWN, use.client());
  }
}

package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Instant;

/** What one counter counts: uses of a key for one group of routes with one outcome, within one hour of UTC. */
record UsageSlot(
    ApiKeyId key, ApiKeyFamilyId family, long hour, String routeGroup, String outcome) {
  private static final long SECONDS = 3600;

  static UsageSlot of(ApiKey key, String routeGroup, String outcome, Instant now) {
    return new UsageSlot(key.id(), key.family(), hour(now), routeGroup, outcome);
  }

  private static long hour(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), SECONDS);
  }

  /** Tells whether a use of the same key belongs here. */
  boolean fits(String otherGroup, String otherOutcome, Instant now) {
    return hour == hour(now) && routeGroup.equals(otherGroup) && outcome.equals(otherOutcome);
  }

  UsageCount counted(long count) {
    Instant start = Instant.ofEpochSecond(hour * SECONDS);
    return new UsageCount(key, family, start, routeGroup, outcome, count);
  }
}

package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Instant;

/** What one counter counts: uses of a key for one group of routes with one outcome, within one hour of UTC. */
record UsageSlot(
    ApiKeyId key, ApiKeyFamilyId family, long hour, String routeGroup, String outcome) {
  private static final long SECONDS = 3600;

  static UsageSlot of(ApiKey key, String routeGroup, String outcome, Instant now) {
    long hour = Math.floorDiv(now.getEpochSecond(), SECONDS);
    return new UsageSlot(key.id(), key.family(), hour, routeGroup, outcome);
  }

  UsageCount counted(long count) {
    Instant start = Instant.ofEpochSecond(hour * SECONDS);
    return new UsageCount(key, family, start, routeGroup, outcome, count);
  }
}

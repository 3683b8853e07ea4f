package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps what keys were used for. Safe for use by many threads and many nodes at once; {@code ApiKeyUsageStoreContract}
 * in {@code auth-contracts} states every promise as a test.
 */
public interface ApiKeyUsageStore {

  /** Adds to the counts, all or nothing, in one round trip. Concurrent calls lose nothing. */
  void add(Collection<UsageCount> counts);

  /** Returns counts of a family's keys, whether or not there is still one of them; by hour, key, route group and outcome. */
  List<UsageCount> read(UsageQuery query);

  /** Moves last uses forward, never back, and by {@code interval} at least, in one round trip. */
  void touch(Map<ApiKeyId, LastUse> lastUses, Duration interval);

  /** Deletes at most {@code limit} counts of hours before the cutoff and returns how many there were. */
  int deleteBefore(Instant cutoff, int limit);
}

package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which counts to list, by hour, key, route group and outcome.
 *
 * @param from the first instant that an hour may begin at
 * @param until the first one that it may not
 * @param after the last count of the page before
 * @param limit how many at most; 1 to 1,000
 */
public record UsageQuery(
    ApiKeyFamilyId family, Instant from, Instant until, Optional<UsageCursor> after, int limit) {
  private static final int MOST = 1_000;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is out of bounds
   */
  public UsageQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page has 1 to " + MOST + " counts, not " + limit);
    }
  }

  /** Asks for the first 1,000 counts of a family in the hours from one instant until before another. */
  public static UsageQuery of(ApiKeyFamilyId family, Instant from, Instant until) {
    return new UsageQuery(family, from, until, Optional.empty(), MOST);
  }

  /** Asks for what follows a place. */
  public UsageQuery after(UsageCursor last) {
    return new UsageQuery(family, from, until, Optional.of(last), limit);
  }

  /** Asks for another number of counts at most. */
  public UsageQuery atMost(int counts) {
    return new UsageQuery(family, from, until, after, counts);
  }
}

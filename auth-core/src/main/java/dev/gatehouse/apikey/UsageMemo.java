package dev.gatehouse.apikey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the last use of a key was counted and noted: the next one mostly belongs there too, and then needs no look-up. */
final class UsageMemo {
  private final ApiKey key;
  private volatile @Nullable Last last;
  private volatile long usedUntil = Long.MIN_VALUE;

  private record Last(UsageSlot slot, UsageCounter counter) {}

  UsageMemo(ApiKey key) {
    this.key = key;
  }

  ApiKey key() {
    return key;
  }

  /** Counts a use if it belongs where the last one did and that count has not been taken; false otherwise. */
  boolean count(String routeGroup, String outcome, Instant now) {
    Last before = last;
    return before != null
        && before.slot().fits(routeGroup, outcome, now)
        && before.counter().add(1);
  }

  void remember(UsageSlot slot, UsageCounter counter) {
    last = new Last(slot, counter);
  }

  /** Tells whether its last use, which is noted or written, is recent enough at an instant. */
  boolean isKnownUsed(Instant now) {
    return now.getEpochSecond() < usedUntil;
  }

  void knowUsedUntil(Instant end) {
    usedUntil = end.getEpochSecond();
  }
}

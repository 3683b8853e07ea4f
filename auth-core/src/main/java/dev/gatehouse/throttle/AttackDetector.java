package dev.gatehouse.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices, on one node and roughly, what no single lane shows: many names tried from one address, one name tried from many
 * addresses, and far more failures than successes. It raises an alarm and decides nothing, so that its memory may forget.
 */
final class AttackDetector {
  private static final int REMEMBERED = 20_000;
  private static final int MANY = 10;
  private static final int FLOOD = 200;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Cache<Digest, Spread> names = remembered();
  private final Cache<Digest, Spread> sources = remembered();
  private Instant begun = Instant.EPOCH;
  private int failures;
  private int successes;

  private static Cache<Digest, Spread> remembered() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  }

  /** Notes a failed guess, and returns what it is the last sign of. */
  List<String> failed(List<Lane> lanes, boolean quick, Instant now) {
    List<String> signs =
        new ArrayList<>(quick ? List.of("guesses_in_quick_succession") : List.of());
    Digest name = key(lanes, Lane.Kind.IDENTIFIER);
    Digest source = key(lanes, Lane.Kind.SOURCE);
    if (name != null && source != null) {
      if (spread(names, source).reaches(MANY, name.hashCode(), now)) {
        signs.add("many_names_from_one_address");
      }
      if (spread(sources, name).reaches(MANY, source.hashCode(), now)) {
        signs.add("one_name_from_many_addresses");
      }
    }
    if (floods(now)) {
      signs.add("flood_of_failures");
    }
    return signs;
  }

  /** Notes a guess that was right. */
  synchronized void succeeded(Instant now) {
    turn(now);
    successes++;
  }

  private synchronized boolean floods(Instant now) {
    turn(now);
    failures++;
    return failures == Math.max(FLOOD, 4 * successes);
  }

  private void turn(Instant now) {
    if (Duration.between(begun, now).abs().compareTo(MINUTE) >= 0) {
      begun = now;
      failures = 0;
      successes = 0;
    }
  }

  private static Spread spread(Cache<Digest, Spread> cache, Digest key) {
    return cache.get(key, unused -> new Spread());
  }

  private static @org.jspecify.annotations.Nullable Digest key(List<Lane> lanes, Lane.Kind kind) {
    return lanes.stream()
        .filter(lane -> lane.kind() == kind)
        .map(Lane::key)
        .findFirst()
        .orElse(null);
  }
}

package dev.gatehouse;

import dev.gatehouse.degradation.DegradationTable;
import dev.gatehouse.degradation.DegradationTable.Row;
import dev.gatehouse.degradation.Fallback;
import dev.gatehouse.degradation.Fallback.Kind;
import dev.gatehouse.throttle.FailureMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the table of lost backends off a configuration. */
final class DegradationRows {
  private DegradationRows() {}

  static DegradationTable table(Configuration configuration, Map<String, FailureMode> limits) {
    Fallback own = Fallback.of(Kind.UNAFFECTED);
    Fallback asked = configuration.sharedCache().isPresent() ? Fallback.of(Kind.STORE) : own;
    List<Row> rows = new ArrayList<>(List.of(
        copies("access tokens of people", configuration.sessions().lease(), asked),
        copies("access tokens of services", configuration.services().lease(), own),
        copies("API keys without credits", configuration.apiKeys().lease(), own),
        change("API keys with credits"),
        copies("permissions", configuration.access().cacheTtl(), asked),
        change("login, refresh, reset, second factor"),
        new Row("logout and revocation", Fallback.of(Kind.CLOSED), late(configuration)),
        change("audit of changes"),
        replays(configuration),
        change("administration")));
    boolean together = configuration.throttle().shared().isPresent();
    limits.forEach((name, mode) -> rows.add(limit(name, together, mode)));
    return new DegradationTable(rows);
  }

  private static Row copies(String part, Duration lease, Fallback withoutShared) {
    return new Row(part, Fallback.stale(lease), withoutShared);
  }

  private static Row change(String part) {
    return new Row(part, Fallback.of(Kind.CLOSED), Fallback.of(Kind.UNAFFECTED));
  }

  /** It is refused where it cannot be told: what is used once must not be used twice. */
  private static Row replays(Configuration configuration) {
    Fallback refused = Fallback.of(Kind.CLOSED);
    Fallback other = Fallback.of(Kind.UNAFFECTED);
    return configuration.replays().isPresent()
        ? new Row("first use of an id", other, refused)
        : new Row("first use of an id", refused, other);
  }

  /** Other nodes do not hear of it, and learn of it when their copies end. */
  private static Fallback late(Configuration configuration) {
    Duration longest = Stream.of(
            configuration.sessions().lease(),
            configuration.services().lease(),
            configuration.apiKeys().lease(),
            configuration.access().cacheTtl())
        .max(Duration::compareTo)
        .orElseThrow();
    return longest.isZero() ? Fallback.of(Kind.UNAFFECTED) : Fallback.stale(longest);
  }

  /** What nobody shares nobody can lose. */
  private static Row limit(String name, boolean together, FailureMode mode) {
    Fallback shared = together ? Fallback.of(mode) : Fallback.of(Kind.UNAFFECTED);
    return new Row("limit \"" + name + '"', Fallback.of(Kind.UNAFFECTED), shared);
  }
}

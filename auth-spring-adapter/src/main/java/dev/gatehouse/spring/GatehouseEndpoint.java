package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.degradation.DegradationTable;
import dev.gatehouse.maintenance.TaskStatus;
import dev.gatehouse.principal.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.core.env.Environment;

/**
 * What operators may read: {@code gatehouse}, {@code gatehouse/routes} and {@code gatehouse/settings}. It changes nothing,
 * for changes need somebody who answers for them: those belong to the admin API.
 */
@Endpoint(id = "gatehouse")
final class GatehouseEndpoint {
  private final Gatehouse gatehouse;
  private final SettingsReport settings;

  GatehouseEndpoint(Gatehouse gatehouse, Environment environment) {
    this.gatehouse = gatehouse;
    this.settings = new SettingsReport(gatehouse, environment);
  }

  /** Returns what this node does while a backend is lost, and how its scheduled work fares. */
  @ReadOperation
  public Map<String, Object> info() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("sections", List.of("routes", "settings"));
    found.put(
        "degradation",
        gatehouse.degradation().table().rows().stream()
            .map(GatehouseEndpoint::row)
            .toList());
    found.put(
        "maintenance",
        gatehouse.maintenance().status().stream().map(GatehouseEndpoint::task).toList());
    return found;
  }

  /** Returns one section; null, which is answered with 404, if there is none of that name. */
  @ReadOperation
  public @Nullable Map<String, ?> section(@Selector String section) {
    return switch (section) {
      case "routes" -> routes();
      case "settings" -> settings.all();
      default -> null;
    };
  }

  private Map<String, Map<String, String>> routes() {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    gatehouse
        .http()
        .matrix()
        .rows()
        .forEach((route, cells) -> found.put(
            route,
            cells.entrySet().stream()
                .collect(Collectors.toMap(
                    cell -> word(cell.getKey()),
                    Map.Entry::getValue,
                    (one, other) -> one,
                    LinkedHashMap::new))));
    return found;
  }

  private static String word(Principal.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> row(DegradationTable.Row row) {
    return Map.of(
        "part", row.part(),
        "storeLost", row.store().toString(),
        "sharedLost", row.shared().toString());
  }

  private static Map<String, Object> task(TaskStatus task) {
    return Map.of(
        "name", task.name(),
        "lastOutcome", task.lastOutcome().name().toLowerCase(Locale.ROOT),
        "lastStart", task.lastStart().map(Object::toString).orElse(""),
        "runs", task.runs(),
        "failures", task.failures());
  }
}

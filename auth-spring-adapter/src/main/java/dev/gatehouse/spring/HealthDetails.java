package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.health.Health;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** What both generations of Boot say about the health of a Gatehouse. Asks once when it is made. */
final class HealthDetails {
  private final Health health;
  private final Map<String, Object> details = new LinkedHashMap<>();

  HealthDetails(Gatehouse gatehouse, ObjectProvider<SharedBackend> shared) {
    this.health = gatehouse.health();
    if (!health.isUp()) {
      put(
          "problems",
          health.problems().stream().map(HealthDetails::word).sorted().toList());
    }
    health.schema().ifPresent(schema -> {
      put("schemaVersion", schema.found());
      put("schemaNeeded", schema.needed());
    });
    put("signingKey", health.signingKeys().kid());
    put("signsUntil", health.signingKeys().until());
    shared.ifAvailable(state -> {
      put("redis", state.status().answering() ? "answers" : "does not answer");
      put("redisFailures", state.status().failures());
    });
  }

  private static String word(Health.Problem problem) {
    return problem.name().toLowerCase(Locale.ROOT);
  }

  private void put(String name, Optional<?> value) {
    value.ifPresent(present -> details.put(name, present.toString()));
  }

  private void put(String name, Object value) {
    details.put(name, value);
  }

  boolean isUp() {
    return health.isUp();
  }

  Map<String, Object> details() {
    return details;
  }
}

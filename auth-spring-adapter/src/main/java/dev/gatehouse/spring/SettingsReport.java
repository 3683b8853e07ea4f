package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.Setting;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.env.Environment;

/**
 * Every setting with the value in effect and where that comes from. No secret is in it: the core shows none, and of our own
 * properties only those that are known to hold none are shown.
 */
final class SettingsReport {
  private static final String HIDDEN = "******";
  private static final Set<String> SECRET = Set.of(Settings.REDIS_URI, Settings.REDIS_NODES);

  private final Gatehouse gatehouse;
  private final Settings settings;
  private final Origins origins;

  SettingsReport(Gatehouse gatehouse, Environment environment) {
    this.gatehouse = gatehouse;
    this.settings = new Settings(environment);
    this.origins = new Origins(environment);
  }

  /** Returns value and origin by name. */
  Map<String, Map<String, String>> all() {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (Setting one : gatehouse.settings()) {
      found.put(one.name(), entry(one.name(), one.value(), one.isDefault()));
    }
    Map<String, String> standard = Settings.ownDefaults();
    settings.own().forEach((name, value) -> {
      String shown = SECRET.contains(name) && !value.isEmpty() ? HIDDEN : value;
      found.put(name, entry(name, shown, value.equals(standard.get(name))));
    });
    return found;
  }

  private Map<String, String> entry(String name, String value, boolean isDefault) {
    String origin =
        origins.of(name).orElse(isDefault ? "default" : "code, or another setting that decides it");
    return Map.of("value", value, "origin", origin);
  }
}

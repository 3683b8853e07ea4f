package dev.gatehouse.spring;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.jdbc.JdbcSettings;
import dev.gatehouse.jdbc.SchemaMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * What the environment says about Gatehouse: every known property under its name in the reference, however its source
 * spells it, and every unknown one as it is written, so that it can be refused.
 */
final class Settings {
  static final String FROM = "gatehouse.mail.from";
  static final String TO_LOG = "gatehouse.mail.to-log";
  static final String ENABLED = "gatehouse.enabled";

  /** What this adapter reads itself. */
  static final Set<String> OWN = Set.of(
      ENABLED,
      FROM,
      TO_LOG,
      "gatehouse.jdbc.schema",
      "gatehouse.jdbc.schema-mode",
      "gatehouse.jdbc.query-timeout",
      "gatehouse.jdbc.migration-lock-timeout",
      "gatehouse.jdbc.notifications");

  /** Variables that nobody wrote for us: Kubernetes names a service "gatehouse" so, and our test kit has some, too. */
  private static final Pattern FOREIGN_VARIABLE = Pattern.compile(
      "(test\\..*|(.*\\.)?service\\.(host|port(\\..*)?)|(.*\\.)?port(\\.\\d+\\..*)?)");

  private static final Pattern INDEX = Pattern.compile("\\.\\d+$");

  private final Environment environment;
  private final Binder binder;

  Settings(Environment environment) {
    this.environment = environment;
    this.binder = Binder.get(environment);
  }

  /** Returns the name of every property there is, ours and the core's. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(GatehouseBuilder.propertyNames());
    names.addAll(OWN);
    return names;
  }

  /** Returns all properties that are set, by name. */
  Map<String, String> properties() {
    Map<String, String> found = new TreeMap<>();
    Set<String> names = names();
    names.forEach(name -> text(name).ifPresent(value -> found.put(name, value)));
    Set<String> known = names.stream().map(Settings::letters).collect(Collectors.toSet());
    binder
        .bind("gatehouse", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of())
        .forEach((key, value) -> {
          String name = "gatehouse." + INDEX.matcher(key).replaceFirst("");
          if (!known.contains(letters(name)) && !isForeign(key)) {
            found.put(name, value);
          }
        });
    return found;
  }

  private Optional<String> text(String name) {
    String value = binder.bind(name, String.class).orElse(null);
    if (value != null) {
      return Optional.of(value);
    }
    List<String> items = binder.bind(name, Bindable.listOf(String.class)).orElse(List.of());
    return items.isEmpty() ? Optional.empty() : Optional.of(String.join(",", items));
  }

  /** Returns the name as all spellings share it: {@code base-url}, {@code baseUrl} and {@code BASEURL} are one. */
  static String letters(String name) {
    return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
  }

  private boolean isForeign(String key) {
    String variable = "GATEHOUSE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    return FOREIGN_VARIABLE.matcher(key).matches() && environment.containsProperty(variable);
  }

  boolean mailsToLog() {
    return value(TO_LOG, Boolean.class, false);
  }

  JdbcSettings jdbc() {
    JdbcSettings standard = JdbcSettings.defaults();
    String schema = value("gatehouse.jdbc.schema", String.class, standard.schema());
    try {
      return standard
          .withSchema(schema)
          .withSchemaMode(
              value("gatehouse.jdbc.schema-mode", SchemaMode.class, standard.schemaMode()))
          .withQueryTimeout(positive("gatehouse.jdbc.query-timeout", standard.queryTimeout()))
          .withMigrationLockTimeout(
              positive("gatehouse.jdbc.migration-lock-timeout", standard.migrationLockTimeout()))
          .withNotifications(
              value("gatehouse.jdbc.notifications", Boolean.class, standard.notifications()));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          "gatehouse.jdbc.schema", schema, String.valueOf(e.getMessage()));
    }
  }

  private Duration positive(String name, Duration standard) {
    Duration value = value(name, Duration.class, standard);
    if (value.isNegative() || value.isZero()) {
      throw new InvalidConfigurationPropertyValueException(
          name, value, "It must be more than 0, for example 2s.");
    }
    return value;
  }

  private <T> T value(String name, Class<T> type, T standard) {
    return binder.bind(name, type).orElse(standard);
  }
}

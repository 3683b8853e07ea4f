package dev.gatehouse.spring;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcSettings;
import dev.gatehouse.jdbc.SchemaMode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
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

  static final String SCHEMA = "gatehouse.jdbc.schema";
  static final String SCHEMA_MODE = "gatehouse.jdbc.schema-mode";
  static final String QUERY_TIMEOUT = "gatehouse.jdbc.query-timeout";
  static final String LOCK_TIMEOUT = "gatehouse.jdbc.migration-lock-timeout";
  static final String NOTIFICATIONS = "gatehouse.jdbc.notifications";
  static final String REDIS_ENABLED = "gatehouse.redis.enabled";
  static final String REDIS_URI = "gatehouse.redis.uri";
  static final String REDIS_NODES = "gatehouse.redis.cluster-nodes";
  static final String REDIS_PREFIX = "gatehouse.redis.prefix";
  static final String REDIS_TIMEOUT = "gatehouse.redis.timeout";
  static final String REDIS_AUTHORITIES = "gatehouse.redis.authorities";
  static final String REDIS_NODE_COUNT = "gatehouse.redis.node-count";
  static final String REDIS_COPIES = "gatehouse.redis.shared-copies";

  /** What this adapter reads itself, with the defaults; empty where there is none. */
  private static final SortedMap<String, String> DEFAULTS = defaults();

  static final Set<String> OWN = DEFAULTS.keySet();

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

  private static SortedMap<String, String> defaults() {
    JdbcSettings jdbc = JdbcSettings.defaults();
    SortedMap<String, String> found = new TreeMap<>();
    found.put(ENABLED, "true");
    found.put(FROM, "");
    found.put(TO_LOG, "false");
    found.put(SCHEMA, jdbc.schema());
    found.put(SCHEMA_MODE, jdbc.schemaMode().name().toLowerCase(Locale.ROOT));
    found.put(QUERY_TIMEOUT, jdbc.queryTimeout().toSeconds() + "s");
    found.put(LOCK_TIMEOUT, jdbc.migrationLockTimeout().toSeconds() + "s");
    found.put(NOTIFICATIONS, Boolean.toString(jdbc.notifications()));
    found.put(REDIS_ENABLED, "true");
    found.put(REDIS_URI, "");
    found.put(REDIS_NODES, "");
    found.put(REDIS_PREFIX, "gatehouse");
    found.put(REDIS_TIMEOUT, "100ms");
    found.put(REDIS_AUTHORITIES, "");
    found.put(REDIS_NODE_COUNT, "2");
    found.put(REDIS_COPIES, "false");
    return Collections.unmodifiableSortedMap(found);
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
    if (!isList(name)) {
      return Optional.empty();
    }
    List<String> items = binder.bind(name, Bindable.listOf(String.class)).orElse(List.of());
    return items.isEmpty() ? Optional.empty() : Optional.of(String.join(",", items));
  }

  /** Asked first: the binder looks through all names of every source for a list, and most settings are absent. */
  private boolean isList(String name) {
    ConfigurationPropertyName first = ConfigurationPropertyName.of(name).append("[0]");
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source.getConfigurationProperty(first) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns the name as all spellings share it: {@code base-url}, {@code baseUrl} and {@code BASEURL} are one. */
  static String letters(String name) {
    return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
  }

  private boolean isForeign(String key) {
    String variable = "GATEHOUSE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    return FOREIGN_VARIABLE.matcher(key).matches() && environment.containsProperty(variable);
  }

  /** Returns what this adapter reads itself: as it is written, or its default. */
  Map<String, String> own() {
    Map<String, String> found = new TreeMap<>(DEFAULTS);
    OWN.forEach(name -> text(name).ifPresent(value -> found.put(name, value)));
    return found;
  }

  static Map<String, String> ownDefaults() {
    return DEFAULTS;
  }

  Optional<Secret> secret() {
    return text("gatehouse.secret").map(Secret::of);
  }

  JdbcSettings jdbc() {
    JdbcSettings standard = JdbcSettings.defaults();
    String schema = value(SCHEMA, String.class, standard.schema());
    try {
      return standard
          .withSchema(schema)
          .withSchemaMode(value(SCHEMA_MODE, SchemaMode.class, standard.schemaMode()))
          .withQueryTimeout(positive(QUERY_TIMEOUT, standard.queryTimeout()))
          .withMigrationLockTimeout(positive(LOCK_TIMEOUT, standard.migrationLockTimeout()))
          .withNotifications(value(NOTIFICATIONS, Boolean.class, standard.notifications()));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          SCHEMA, schema, String.valueOf(e.getMessage()));
    }
  }

  /** Refuses what is neither true nor false, where conditions would take it for one of them. */
  void requireFlags() {
    for (String name : List.of(ENABLED, TO_LOG)) {
      text(name).filter(value -> !value.matches("(?i)true|false")).ifPresent(value -> {
        throw new InvalidConfigurationPropertyValueException(
            name, value, "It must be true or false.");
      });
    }
  }

  boolean usesRedis() {
    return value(REDIS_ENABLED, Boolean.class, true);
  }

  Optional<String> redisUri() {
    return text(REDIS_URI).filter(uri -> !uri.isBlank());
  }

  List<String> redisClusterNodes() {
    return binder.bind(REDIS_NODES, Bindable.listOf(String.class)).orElse(List.of());
  }

  int redisNodeCount() {
    int nodes = value(REDIS_NODE_COUNT, Integer.class, 2);
    if (nodes < 1) {
      throw new InvalidConfigurationPropertyValueException(
          REDIS_NODE_COUNT, nodes, "It must be 1 or more: about how many nodes there are.");
    }
    return nodes;
  }

  boolean sharesCopies() {
    return value(REDIS_COPIES, Boolean.class, false);
  }

  /** Returns the first property about Redis that is set, if there is one. */
  Optional<String> redisProperty() {
    return OWN.stream()
        .filter(name -> name.startsWith("gatehouse.redis.") && text(name).isPresent())
        .findFirst();
  }

  private Duration positive(String name, Duration standard) {
    Duration value = value(name, Duration.class, standard);
    if (value.isNegative() || value.isZero()) {
      throw new InvalidConfigurationPropertyValueException(
          name, value, "It must be more than 0, for example 2s.");
    }
    return value;
  }

  /** Returns the value, if it is set. */
  <T> Optional<T> find(String name, Class<T> type) {
    BindResult<T> found = binder.bind(name, type);
    return found.isBound() ? Optional.of(found.get()) : Optional.empty();
  }

  private <T> T value(String name, Class<T> type, T standard) {
    return find(name, type).orElse(standard);
  }
}

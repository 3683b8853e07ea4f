package dev.gatehouse.spring;

import dev.gatehouse.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The settings of Redis as the properties have them. */
final class RedisOptions {
  private final Settings settings;

  private RedisOptions(Settings settings) {
    this.settings = settings;
  }

  static RedisSettings of(RedisAddress address, Settings settings) {
    List<String> uris = address.uris();
    return new RedisOptions(settings)
        .changed(
            address.cluster()
                ? RedisSettings.ofCluster(uris.toArray(String[]::new))
                : RedisSettings.of(uris.get(0)));
  }

  private RedisSettings changed(RedisSettings where) {
    RedisSettings prefixed =
        changed(Settings.REDIS_PREFIX, String.class, where, RedisSettings::withPrefix);
    RedisSettings timed =
        changed(Settings.REDIS_TIMEOUT, Duration.class, prefixed, RedisSettings::withTimeout);
    return changed(
        Settings.REDIS_AUTHORITIES,
        String.class,
        timed,
        (before, file) -> before.withAuthorities(Path.of(file)));
  }

  private <T> RedisSettings changed(
      String name,
      Class<T> type,
      RedisSettings before,
      BiFunction<RedisSettings, T, RedisSettings> change) {
    Optional<T> value = settings.find(name, type);
    try {
      return value.map(some -> change.apply(before, some)).orElse(before);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          name, value.map(Object::toString).orElse(""), String.valueOf(e.getMessage()));
    }
  }
}

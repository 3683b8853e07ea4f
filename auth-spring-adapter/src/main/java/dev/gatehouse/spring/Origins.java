package dev.gatehouse.spring;

import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Where the values of properties come from: a line of a file, a variable, the command line. */
final class Origins {
  private final Iterable<ConfigurationPropertySource> sources;

  Origins(Environment environment) {
    this.sources = ConfigurationPropertySources.get(environment);
  }

  /** Returns the place of the value that counts; empty if there is no value, or its source cannot tell. */
  Optional<String> of(String name) {
    return find(ConfigurationPropertyName.adapt(name, '.'))
        .or(() -> find(ConfigurationPropertyName.adapt(name + "[0]", '.')));
  }

  private Optional<String> find(ConfigurationPropertyName name) {
    for (ConfigurationPropertySource source : sources) {
      var found = source.getConfigurationProperty(name);
      if (found != null) {
        return Optional.ofNullable(found.getOrigin()).map(Origin::toString);
      }
    }
    return Optional.empty();
  }
}

package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ConfigurationException;
import dev.gatehouse.Gatehouse;
import dev.gatehouse.http.Json;
import dev.gatehouse.jdbc.JdbcSettings;
import dev.gatehouse.jdbc.SchemaMode;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

final class SettingsTest {
  @Test
  void theMetadataAndTheCodeKnowTheSameProperties() throws IOException {
    assertThat(metadata().keySet()).containsExactlyInAnyOrderElementsOf(Settings.names());
  }

  @Test
  void everyPropertyHasADescriptionATypeAndTheDefaultOfTheReference() throws IOException {
    Map<String, String> defaults = documented();
    metadata().forEach((name, property) -> {
      assertThat((String) property.get("description"))
          .as(name)
          .hasSizeGreaterThan(10)
          .endsWith(".");
      assertThat((String) property.get("type")).as(name).startsWith("java.");
      String documented = defaults.get(name);
      if (documented != null) {
        assertThat(text(property.get("defaultValue"))).as(name).isEqualTo(documented);
      }
    });
    assertThat(defaults).hasSizeGreaterThan(60);
  }

  @Test
  void theDefaultsOfOurOwnPropertiesAreThoseOfTheCode() throws IOException {
    Map<String, Map<?, ?>> known = metadata();
    Settings.ownDefaults().forEach((name, value) -> {
      Object said = known.get(name).get("defaultValue");
      assertThat(said == null ? "" : text(said)).as(name).isEqualTo(value);
    });
    JdbcSettings standard = JdbcSettings.defaults();
    assertThat(settings(Settings.ownDefaults()).jdbc()).isEqualTo(standard);
  }

  @Test
  void noTwoPropertiesShareTheirLetters() {
    assertThat(Settings.names().stream().map(Settings::letters)).doesNotHaveDuplicates();
  }

  @Test
  void everySpellingOfSpringIsUnderstood() {
    assertThat(settings(Map.of("gatehouse.session.freshFor", "5m")).properties())
        .containsOnly(Map.entry("gatehouse.session.fresh-for", "5m"));
    for (String variable : List.of("GATEHOUSE_SESSION_FRESHFOR", "GATEHOUSE_SESSION_FRESH_FOR")) {
      assertThat(environment(Map.of(variable, "5m")).properties())
          .as(variable)
          .containsOnly(Map.entry("gatehouse.session.fresh-for", "5m"));
    }
    assertThat(settings(Map.of(
                "gatehouse.trusted-origins[0]", "https://a.example",
                "gatehouse.trusted-origins[1]", "https://b.example"))
            .properties())
        .containsOnly(
            Map.entry("gatehouse.trusted-origins", "https://a.example,https://b.example"));
    assertThat(settings(Map.of("gatehouse.throttle.headers", false)).properties())
        .containsOnly(Map.entry("gatehouse.throttle.headers", "false"));
  }

  @Test
  void listsAreFoundInVariablesAndInSourcesThatCannotBeListed() {
    for (String variable : List.of("GATEHOUSE_TRUSTEDORIGINS_0", "GATEHOUSE_TRUSTED_ORIGINS_0")) {
      assertThat(environment(Map.of(variable, "https://a.example")).properties())
          .as(variable)
          .containsOnly(Map.entry("gatehouse.trusted-origins", "https://a.example"));
    }
    assertThat(
            settings(Map.of("gatehouse.trustedOrigins[0]", "https://a.example")).properties())
        .containsOnly(Map.entry("gatehouse.trusted-origins", "https://a.example"));
    StandardEnvironment environment = empty();
    environment.getPropertySources().addFirst(new PropertySource<>("vault", new Object()) {
      @Override
      public Object getProperty(String name) {
        return name.equals("gatehouse.trusted-origins[0]") ? "https://a.example" : null;
      }
    });
    assertThat(new Settings(environment).properties())
        .containsOnly(Map.entry("gatehouse.trusted-origins", "https://a.example"));
  }

  @Test
  void theNearerSourceWinsHoweverItSpells() {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addLast(new SystemEnvironmentPropertySource(
            "systemEnvironment", Map.of("GATEHOUSE_BASEURL", "https://near.example")));
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource("file", Map.of("gatehouse.base-url", "https://far.example")));
    assertThat(new Settings(environment).properties())
        .containsOnly(Map.entry("gatehouse.base-url", "https://near.example"));
  }

  @Test
  void anUnknownPropertyIsRefusedWithWhatWasMeant() {
    assertThat(problem(Map.of("gatehouse.sesion.lease", "1s")))
        .contains("gatehouse.sesion.lease is no setting; did you mean gatehouse.session.lease?");
    assertThat(problem(Map.of("gatehouse.jdbc.shema", "x")))
        .contains("gatehouse.jdbc.shema is no setting; did you mean gatehouse.jdbc.schema?");
    assertThat(environment(Map.of("GATEHOUSE_SESION_LEASE", "1s")).properties())
        .containsKey("gatehouse.sesion.lease");
  }

  @Test
  void variablesThatNobodyWroteForUsAreNoSettings() {
    assertThat(environment(Map.of(
                "GATEHOUSE_SERVICE_HOST", "10.0.0.1",
                "GATEHOUSE_SERVICE_PORT", "80",
                "GATEHOUSE_SERVICE_PORT_HTTP", "80",
                "GATEHOUSE_PORT", "tcp://10.0.0.1:80",
                "GATEHOUSE_PORT_80_TCP_ADDR", "10.0.0.1",
                "GATEHOUSE_TEST_DOCKER", "never"))
            .properties())
        .isEmpty();
    assertThat(settings(Map.of("gatehouse.service.port", "80")).properties())
        .as("but in a file it is a mistake")
        .containsKey("gatehouse.service.port");
  }

  @Test
  void ourOwnPropertiesHaveTheirEffect() {
    JdbcSettings jdbc = settings(Map.of(
            "gatehouse.jdbc.schema", "people",
            "gatehouse.jdbc.schema-mode", "validate",
            "gatehouse.jdbc.query-timeout", "3s",
            "gatehouse.jdbc.migration-lock-timeout", "5s",
            "gatehouse.jdbc.notifications", "false"))
        .jdbc();
    assertThat(jdbc)
        .isEqualTo(new JdbcSettings(
            "people", SchemaMode.VALIDATE, Duration.ofSeconds(3), Duration.ofSeconds(5), false));
    assertThat(settings(Map.of("gatehouse.jdbc.schema-mode", false)).jdbc().schemaMode())
        .as("what YAML makes of a bare off")
        .isEqualTo(SchemaMode.OFF);
    assertThat(settings(Map.of()).jdbc()).isEqualTo(JdbcSettings.defaults());
    assertThatThrownBy(
            () -> settings(Map.of("gatehouse.jdbc.query-timeout", "0s")).jdbc())
        .hasMessageContaining("gatehouse.jdbc.query-timeout");
  }

  static String problem(Map<String, Object> values) {
    try {
      Gatehouse.builder()
          .storage(InMemoryStorage.create())
          .mailer(new CapturedMail())
          .properties(settings(values).properties(), Settings.OWN)
          .build()
          .close();
      return "none";
    } catch (ConfigurationException e) {
      return e.getMessage();
    }
  }

  static Settings settings(Map<String, ?> values) {
    return new Settings(environmentOf(values));
  }

  static StandardEnvironment environmentOf(Map<String, ?> values) {
    StandardEnvironment environment = empty();
    environment.getPropertySources().addFirst(new MapPropertySource("test", new HashMap<>(values)));
    return environment;
  }

  private static Settings environment(Map<String, Object> variables) {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
    return new Settings(environment);
  }

  private static StandardEnvironment empty() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().remove("systemEnvironment");
    environment.getPropertySources().remove("systemProperties");
    return environment;
  }

  static Map<String, Map<?, ?>> metadata() throws IOException {
    // Other jars have a file of this name, too.
    URL here = Settings.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader ours = new URLClassLoader(new URL[] {here}, null);
        InputStream file =
            ours.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
      Map<String, Map<?, ?>> found = new LinkedHashMap<>();
      ((List<?>) Json.read(file.readAllBytes()).get("properties"))
          .forEach(one -> found.put((String) ((Map<?, ?>) one).get("name"), (Map<?, ?>) one));
      return found;
    }
  }

  private static String text(Object value) {
    return value instanceof List<?> items
        ? String.join(",", items.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  /** Returns the defaults of the reference that are values. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> defaults = new HashMap<>();
    for (String line : Files.readAllLines(docs().resolve("reference/configuration.md"))) {
      List<String> cells =
          new ArrayList<>(Arrays.stream(line.split("\\|")).map(String::strip).toList());
      if (line.startsWith("| `gatehouse.") && cells.get(2).startsWith("`")) {
        defaults.put(cells.get(1).replace("`", ""), cells.get(2).replace("`", ""));
      }
    }
    return defaults;
  }

  static Path docs() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("docs/reference/configuration.md"))) {
      here = here.getParent();
    }
    return here.resolve("docs");
  }
}

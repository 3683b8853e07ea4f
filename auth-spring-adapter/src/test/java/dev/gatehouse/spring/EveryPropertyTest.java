package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.Setting;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property of the metadata is set, and its effect or its refusal is seen; those of the adapter also in contexts. */
final class EveryPropertyTest {
  private static final String HIDDEN = "******";
  private static final Map<String, PropertyTable> ROWS = PropertyTable.rows();

  /** Takes nearly any text. */
  private static final Set<String> FREE = Set.of(
      "gatehouse.mail.app-name",
      "gatehouse.token.audience",
      "gatehouse.service.audience",
      "gatehouse.two-factor.totp.issuer",
      "gatehouse.two-factor.required-for-roles");

  @Test
  void everyPropertyOfTheMetadataHasARow() throws IOException {
    assertThat(ROWS.keySet())
        .containsExactlyInAnyOrderElementsOf(SettingsTest.metadata().keySet());
    assertThat(OwnPropertiesTest.EFFECTS).containsExactlyInAnyOrderElementsOf(Settings.OWN);
  }

  @Test
  void everyPropertyOfTheCoreReachesTheSettingsInEffectAndNoOther() {
    Map<String, Object> all = new HashMap<>();
    ROWS.values().stream()
        .filter(row -> !Settings.OWN.contains(row.name()))
        .forEach(row -> all.put(row.name(), row.value()));
    Map<String, String> standard = effective(required());
    Map<String, String> found = effective(all);
    assertThat(found.keySet()).containsExactlyElementsOf(GatehouseBuilder.propertyNames());
    found.forEach((name, value) -> {
      boolean isSecret = name.endsWith("secret") || name.endsWith("secrets");
      assertThat(value).as(name).isEqualTo(isSecret ? HIDDEN : ROWS.get(name).value());
      if (!name.equals("gatehouse.secret")) {
        assertThat(value).as("%s is not the default", name).isNotEqualTo(standard.get(name));
      }
    });
  }

  @Test
  void theSecretSealsAndFormerOnesStillOpen() {
    InMemoryStorage storage = InMemoryStorage.create();
    String first = HostApp.SECRET;
    String second = ROWS.get("gatehouse.secret").value();
    start(storage, Map.of("gatehouse.secret", first)).close();
    assertThatThrownBy(() -> start(storage, Map.of("gatehouse.secret", second)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AUTH-1103");
    start(storage, Map.of("gatehouse.secret", second, "gatehouse.previous-secrets", first))
        .close();
  }

  static Stream<String> ofTheCore() {
    return GatehouseBuilder.propertyNames().stream();
  }

  @ParameterizedTest
  @MethodSource("ofTheCore")
  void aWrongValueIsRefusedUnderTheNameOfItsProperty(String name) {
    Map<String, Object> values = required();
    values.put(name, ROWS.get(name).wrong());
    assertThat(SettingsTest.problem(values)).contains(name).doesNotContain("did you mean");
    values.put(name, "non\u0000sense!");
    assertThat(SettingsTest.problem(values)).contains(FREE.contains(name) ? "" : name);
  }

  private static Map<String, Object> required() {
    return new HashMap<>(Map.of(
        "gatehouse.base-url", "https://app.example.com", "gatehouse.secret", HostApp.SECRET));
  }

  private static Map<String, String> effective(Map<String, Object> properties) {
    try (Gatehouse gatehouse = start(InMemoryStorage.create(), properties)) {
      return gatehouse.settings().stream()
          .collect(
              Collectors.toMap(Setting::name, Setting::value, (one, other) -> one, TreeMap::new));
    }
  }

  private static Gatehouse start(InMemoryStorage storage, Map<String, ?> properties) {
    Map<String, Object> all = required();
    all.putAll(properties);
    return Gatehouse.builder()
        .storage(storage)
        .mailer(new CapturedMail())
        .properties(SettingsTest.settings(all).properties(), Settings.OWN)
        .build();
  }
}

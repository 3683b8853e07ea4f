package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a built Gatehouse says about its settings. */
final class SettingsInEffectTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");
  private static final String SECRET = "dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh";
  private static final String FORMER = "b3RoZXIgdGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmM=";

  private static Map<String, Setting> settings(UnaryOperator<GatehouseBuilder> changes) {
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of(SECRET))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail());
    try (Gatehouse gatehouse = changes.apply(builder).build()) {
      return gatehouse.settings().stream()
          .collect(Collectors.toMap(Setting::name, setting -> setting));
    }
  }

  @Test
  void theDefaultsOfThePageAreThoseInEffect() throws IOException {
    Map<String, Setting> standard = settings(builder -> builder);
    Map<String, String> documented = Files.readAllLines(PAGE).stream()
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .filter(cells -> cells.size() > 3 && cells.get(1).startsWith("`gatehouse."))
        .filter(cells -> cells.get(2).startsWith("`"))
        .collect(Collectors.toMap(cells -> bare(cells.get(1)), cells -> bare(cells.get(2))));
    assertThat(documented).hasSizeGreaterThan(60);
    documented.forEach((name, value) -> assertThat(
            same(Objects.requireNonNull(standard.get(name)).value()))
        .as(name)
        .isEqualTo(same(value)));
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }

  /** A day is 24 hours. */
  private static List<String> same(String value) {
    return Arrays.stream(value.split(","))
        .map(item -> item.matches("\\d+(ms|s|m|h|d)") ? Values.text(Values.duration(item)) : item)
        .toList();
  }

  @Test
  void whatNobodyChangedIsTheDefaultAndWhatIsRequiredHasNone() {
    settings(builder -> builder)
        .values()
        .forEach(setting -> assertThat(setting.isDefault())
            .as(setting.name())
            .isEqualTo(!setting.name().matches("gatehouse\\.(base-url|secret)")));
  }

  @Test
  void whatCodeChangesIsSeenLikeWhatPropertiesChange() {
    Map<String, Setting> changed = settings(builder -> builder
        .sessions(policy -> policy.withMaxPerUser(7))
        .properties(Map.of("gatehouse.session.lease", "PT1S")));
    assertThat(changed)
        .containsEntry(
            "gatehouse.session.max-per-user",
            new Setting("gatehouse.session.max-per-user", "7", false))
        .containsEntry(
            "gatehouse.session.lease", new Setting("gatehouse.session.lease", "1s", false));
  }

  @Test
  void noSecretIsAmongThem() {
    Map<String, Setting> found = settings(builder -> builder.previousSecret(Secret.of(FORMER)));
    assertThat(found.toString()).doesNotContain(SECRET).doesNotContain(FORMER);
    assertThat(found)
        .containsEntry("gatehouse.secret", new Setting("gatehouse.secret", "******", false))
        .containsEntry(
            "gatehouse.previous-secrets",
            new Setting("gatehouse.previous-secrets", "******", false));
  }
}

package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of settings and the code say the same. */
final class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gatehouse\\.[a-z.-]+)` \\|");

  @Test
  void everySettingIsOnThePageAndEveryRowIsASetting() throws IOException {
    List<String> rows = ROW.matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult row) -> row.group(1))
        .toList();
    assertThat(rows)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(Properties.names());
  }
}

package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of error codes and the code say the same. */
final class ErrorReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "errors.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\d{3}) \\|");

  @Test
  void everyCodeIsOnThePageWithItsStatus() throws IOException {
    List<String> rows = ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> row.group(1) + " " + row.group(2))
        .toList();
    List<String> codes = Arrays.stream(ErrorCode.values())
        .map(code -> code.code() + " " + code.status())
        .toList();
    assertThat(rows).containsExactlyElementsOf(codes);
  }
}

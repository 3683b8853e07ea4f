package dev.gatehouse.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fragments of the guides are lines of this example, so the build compiles and runs them. */
class GuidesTest {
  private static final Path GUIDES = Path.of("..", "..", "docs", "guides");

  @ParameterizedTest
  @ValueSource(strings = {"spring-testing.md", "spring-permissions.md"})
  void everyFragmentIsOfThisExample(String name) throws IOException {
    String guide = Files.readString(GUIDES.resolve(name));
    assertThat(fragments(guide, "java"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(sources("java")).contains(squeezed(one)));
    assertThat(fragments(guide, "properties"))
        .flatMap(one -> one.lines().toList())
        .allSatisfy(line -> assertThat(sources("properties")).contains(line));
    assertThat(fragments(guide, "xml"))
        .allSatisfy(one ->
            assertThat(squeezed(Files.readString(Path.of("pom.xml")))).contains(squeezed(one)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring-testing.md"})
  void theTableHasEveryAttribute(String name) throws IOException {
    assertThat(Pattern.compile("(?m)^\\| `([a-zA-Z]+)` \\|")
            .matcher(Files.readString(GUIDES.resolve(name)))
            .results()
            .map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(dev.gatehouse.spring.test.WithGatehouseUser.class.getDeclaredMethods())
                .map(java.lang.reflect.Method::getName)
                .toList());
  }

  private static List<String> fragments(String guide, String language) {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(guide)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String sources(String extension) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file :
          files.filter(one -> one.toString().endsWith("." + extension)).sorted().toList()) {
        all.append(squeezed(Files.readString(file))).append(' ');
      }
    }
    return all.toString();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}

package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The Java of a guide: lines of the test that compiles and runs them, each between {@code // guide} and {@code // end}. */
public final class GuideSnippets {
  private static final Pattern SNIPPET =
      Pattern.compile(" {6}// guide\n(.*?) {6}// end\n", Pattern.DOTALL);

  private GuideSnippets() {}

  /** Fails unless a guide shows the snippets of a test and no others. */
  public static void assertShown(Class<?> test, String guide) throws IOException {
    Path source = Path.of("src", "test", "java", test.getName().replace('.', '/') + ".java");
    List<String> snippets = SNIPPET
        .matcher(Files.readString(source))
        .results()
        .map(found -> "```java\n" + found.group(1).stripTrailing().stripIndent() + "\n```")
        .toList();
    String text = Files.readString(Path.of("..", "docs", "guides", guide));
    assertThat(snippets).hasSize(text.split("```java", -1).length - 1);
    assertThat(snippets).allSatisfy(snippet -> assertThat(text).contains(snippet));
  }
}

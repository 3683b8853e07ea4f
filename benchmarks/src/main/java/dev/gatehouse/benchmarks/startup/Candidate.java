package dev.gatehouse.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application with a class path.
 *
 * @param answer what it must say to a caller whom nobody knows
 */
record Candidate(String name, String classPath, int answer) {
  private static final Path MODULE = Path.of("startup", "target");
  /** The library and what nothing but the library brings along. */
  private static final Pattern OURS = Pattern.compile(
      ".*/(auth-[a-z-]+/target|dev/gatehouse/auth-[a-z-]+|bouncycastle|jose4j|caffeine|zxing)/.*");

  /** Returns the application as it is, guarded by Gatehouse. */
  static Candidate with() throws IOException {
    return new Candidate("with Gatehouse", join(elements().stream()), 401);
  }

  /** Returns it without Gatehouse, open to everybody. */
  static Candidate without() throws IOException {
    Stream<String> others = elements().stream().filter(one -> !OURS.matcher(one).matches());
    return new Candidate("without", join(others), 200);
  }

  private static List<String> elements() throws IOException {
    Path file = MODULE.resolve("classpath");
    if (!Files.exists(file)) {
      throw new IllegalStateException("run it by benchmarks/run.sh, which builds " + file);
    }
    return List.of(Files.readString(file).strip().split(Pattern.quote(File.pathSeparator)));
  }

  private static String join(Stream<String> elements) {
    return Stream.concat(Stream.of(MODULE.resolve("classes").toString()), elements)
        .collect(Collectors.joining(File.pathSeparator));
  }
}

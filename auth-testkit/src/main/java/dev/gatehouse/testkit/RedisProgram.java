package dev.gatehouse.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where {@code redis-server} is: on the path, or else in the jar of embedded-redis, if that is on the class path. */
final class RedisProgram {
  private RedisProgram() {}

  /**
   * Returns the program.
   *
   * @param folder where it is unpacked if it comes from the jar
   * @throws IOException if there is none for this system; the message says what to do
   */
  static Path find(Path folder) throws IOException {
    Optional<Path> installed = Stream.of(
            System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(place -> Path.of(place, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
    return installed.isPresent() ? installed.get() : unpacked(folder);
  }

  private static Path unpacked(Path folder) throws IOException {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    Path program = folder.resolve("redis-server");
    try (InputStream in = open(name(system, machine))) {
      if (in == null) {
        throw new IOException("There is no redis-server on the path, and none in Maven for "
            + system + " on " + machine + ": install Redis 6.2 or newer.");
      }
      Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + program + " executable.");
    }
    return program;
  }

  private static @Nullable InputStream open(String name) {
    return RedisProgram.class.getClassLoader().getResourceAsStream(name);
  }

  private static String name(String system, String machine) {
    boolean arm = machine.equals("aarch64");
    if (system.toLowerCase(Locale.ROOT).contains("mac")) {
      return "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64");
    }
    boolean linux = system.toLowerCase(Locale.ROOT).contains("linux");
    return arm && linux
        ? "redis-server-6.2.7-linux-arm64"
        : linux && machine.equals("amd64") ? "redis-server-6.2.6-v5-linux-amd64" : "none";
  }
}

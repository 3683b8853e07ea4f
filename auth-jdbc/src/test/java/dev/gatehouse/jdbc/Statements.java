package dev.gatehouse.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** All statements of the stores, found where they are: nobody has to list a new one. */
final class Statements {
  private static final Path SOURCES = Path.of("src/main/java/dev/gatehouse/jdbc");

  private Statements() {}

  /** Returns what every static field of type {@link Sql} in the package holds. */
  static List<Sql> ofStores() {
    List<Sql> found = new ArrayList<>();
    for (Class<?> type : classes()) {
      Arrays.stream(type.getDeclaredFields())
          .filter(field -> field.getType() == Sql.class)
          .forEach(field -> found.add(read(field)));
    }
    return found;
  }

  /** Returns how many statements the sources make; one that is made elsewhere than in a static field is one too many. */
  static long inSources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(Statements::text)
          .mapToLong(text -> text.split("new Sql\\(", -1).length - 1)
          .sum();
    }
  }

  private static List<? extends Class<?>> classes() {
    try {
      Path root = Path.of(Objects.requireNonNull(Sql.class.getProtectionDomain().getCodeSource())
          .getLocation()
          .toURI());
      try (Stream<Path> files = Files.list(root.resolve("dev/gatehouse/jdbc"))) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
            .map(name -> named("dev.gatehouse.jdbc." + name.substring(0, name.length() - 6)))
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Sql read(Field field) {
    try {
      field.setAccessible(true);
      return (Sql) Objects.requireNonNull(field.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

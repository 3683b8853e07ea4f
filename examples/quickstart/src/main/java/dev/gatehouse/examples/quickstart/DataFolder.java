package dev.gatehouse.examples.quickstart;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What this example keeps between two starts: the data of PostgreSQL, and the application secret. */
final class DataFolder {
  private static final Path FOR_ROOT = Path.of("/var/lib/gatehouse-quickstart");

  private final Path folder;

  private DataFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if it is not there. */
  static DataFolder at(Path folder) throws IOException {
    return new DataFolder(Files.createDirectories(folder.toAbsolutePath()).toRealPath());
  }

  /**
   * The same, but PostgreSQL refuses to run as root and may be run by another account then: if such an account could not
   * reach the folder, for example below {@code /root}, the data are kept in {@code /var/lib}.
   */
  static DataFolder usual(Path wanted) throws IOException {
    DataFolder data = at(wanted);
    return isRoot(data.folder) && !isReachable(data.folder) ? at(FOR_ROOT) : data;
  }

  Path postgres() {
    return folder.resolve("postgres");
  }

  /**
   * Returns the application secret, made at the first start and readable by its owner alone. In production it comes from
   * wherever you keep secrets: {@code Secret.of(System.getenv("GATEHOUSE_SECRET"))}.
   */
  Secret secret() throws IOException {
    Path file = folder.resolve("secret");
    if (!Files.exists(file)) {
      Files.createFile(file);
      if (isPosix(file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(
          file, Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32)));
    }
    return Secret.of(Files.readString(file));
  }

  /**
   * Deletes what was kept.
   *
   * @throws IllegalStateException if a server still works on it
   */
  void forget() throws IOException {
    Path lock = postgres().resolve("data").resolve("postmaster.pid");
    if (Files.exists(lock)) {
      long pid = Long.parseLong(Files.readAllLines(lock).get(0).strip());
      if (ProcessHandle.of(pid).isPresent()) {
        throw new IllegalStateException("another quickstart is using " + folder
            + " (PostgreSQL is process " + pid + "): stop it first");
      }
    }
    Files.deleteIfExists(folder.resolve("secret"));
    if (Files.exists(postgres())) {
      delete(postgres());
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  private static boolean isRoot(Path folder) throws IOException {
    return isPosix(folder) && "root".equals(System.getProperty("user.name"));
  }

  private static boolean isReachable(Path folder) throws IOException {
    for (Path step = folder; step != null; step = step.getParent()) {
      if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}

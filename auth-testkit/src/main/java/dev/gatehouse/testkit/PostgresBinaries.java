package dev.gatehouse.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version from the jar that Maven brought. They lie in the
 * temporary directory, where an unprivileged account may execute them, and stay there.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** Returns the directory with {@code initdb}, {@code pg_ctl} and {@code postgres}. Safe to race with others. */
  // The file lock keeps other JVMs out, and the monitor other threads of this one: Java refuses
  // them the lock.
  static synchronized Path directory() throws IOException {
    Archive archive = Archive.find();
    Path cache = cache();
    Path unpacked = cache.resolve(archive.name() + "-" + archive.size());
    try (FileChannel channel = FileChannel.open(
            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(unpacked)) {
        Path partial = Files.createTempDirectory(cache, "unpacking");
        unpack(archive, partial);
        open(partial);
        Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return unpacked.resolve("bin");
  }

  // Somebody else's programs in a directory we guessed the name of must never run as us.
  private static Path cache() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path cache = temporary.resolve("gatehouse-postgres-" + System.getProperty("user.name"));
    Path probe = Files.createTempFile(temporary, "gatehouse", "probe");
    try {
      Files.createDirectories(cache);
      if (!Files.getOwner(cache).equals(Files.getOwner(probe))) {
        throw new IOException(cache + " belongs to somebody else; remove it or set java.io.tmpdir");
      }
      open(cache);
      return cache;
    } finally {
      Files.delete(probe);
    }
  }

  private static void unpack(Archive archive, Path target) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(
        new XZInputStream(new BufferedInputStream(archive.open(), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("an entry outside of the archive: " + entry.getName());
        }
        write(tar, entry, path);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) {
      open(path);
    }
  }

  /** Lets everybody read and enter or execute, and only the owner write. */
  static void open(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The archive for this machine. */
  private record Archive(String name, long size) {

    static Archive find() throws IOException {
      for (String name : names()) {
        try (InputStream resource = resource(name)) {
          if (resource != null) {
            return new Archive(name, resource.transferTo(OutputStream.nullOutputStream()));
          }
        }
      }
      throw new IOException("no PostgreSQL on the classpath: add the artifact of"
          + " io.zonky.test.postgres for this machine, one that holds one of " + names());
    }

    InputStream open() throws IOException {
      InputStream resource = resource(name);
      if (resource == null) {
        throw new IOException(name + " has vanished from the classpath");
      }
      return resource;
    }

    private static @Nullable InputStream resource(String name) {
      return PostgresBinaries.class.getClassLoader().getResourceAsStream(name);
    }

    private static List<String> names() {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String system = os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "windows" : "linux";
      String intel = "postgres-" + system + "-x86_64.txz";
      boolean arm = System.getProperty("os.arch").equals("aarch64");
      return arm ? List.of("postgres-" + system + "-arm_64.txz", intel) : List.of(intel);
    }
  }
}

package dev.gatehouse.examples.quickstart;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * The application secret of a development machine: made at the first start, kept in a file that only its owner may read.
 * In production it comes from wherever you keep secrets, for example {@code Secret.of(System.getenv("GATEHOUSE_SECRET"))}.
 */
final class LocalSecret {
  private LocalSecret() {}

  static Secret in(Path folder) throws IOException {
    Path file = folder.resolve("secret");
    if (!Files.exists(file)) {
      String fresh = Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32));
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(file, fresh);
    }
    return Secret.of(Files.readString(file));
  }
}

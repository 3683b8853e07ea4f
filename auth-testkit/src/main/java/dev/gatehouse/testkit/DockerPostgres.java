package dev.gatehouse.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in a container. Testcontainers hides behind its JDBC URL, so that nothing here needs it to compile; the
 * container stays until the JVM ends.
 */
final class DockerPostgres {
  private static final Logger log = LoggerFactory.getLogger(DockerPostgres.class);
  private static final String URL =
      "jdbc:tc:postgresql:18-alpine:///postgres?TC_DAEMON=true&user=test&password=test";

  private DockerPostgres() {}

  /** Tells, in no time, whether there may be a Docker at all: Testcontainers takes a second to find none. */
  static boolean likely() {
    Path home = Path.of(System.getProperty("user.home"));
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(home.resolve(".docker/run/docker.sock"))
        || (isWindows() && Files.exists(Path.of("\\\\.\\pipe\\docker_engine")));
  }

  /** Starts a container and returns its database; empty if Docker or Testcontainers is not there. */
  static Optional<PGSimpleDataSource> start() {
    try (Connection connection = DriverManager.getConnection(URL)) {
      PGSimpleDataSource admin = new PGSimpleDataSource();
      // The driver behind Testcontainers' tells where the container really listens.
      admin.setURL(connection.getMetaData().getURL());
      admin.setUser("test");
      admin.setPassword("test");
      return Optional.of(admin);
    } catch (SQLException | RuntimeException e) {
      log.info("no container: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }
}

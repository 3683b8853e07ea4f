package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * A server with real durability that a test can crash and start again on the same port and data. Not for use by many
 * threads; its connections are.
 */
public final class CrashablePostgres implements AutoCloseable {
  private final Path home;
  private EmbeddedPostgresServer server;

  private CrashablePostgres(Path home, EmbeddedPostgresServer server) {
    this.home = home;
    this.server = server;
  }

  /** Starts a server with temporary data. */
  public static CrashablePostgres start() {
    try {
      Path home = Files.createTempDirectory("gatehouse-pg-crash");
      return new CrashablePostgres(
          home, EmbeddedPostgresServer.start(PostgresOptions.keptIn(home)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JDBC URL, the same before and after a crash. */
  public String url() {
    return server.url("postgres");
  }

  /** Returns unpooled connections, the same before and after a crash. */
  public DataSource dataSource() {
    return server.dataSource("postgres");
  }

  /** Returns the process id of the server that runs now or ran last. */
  public long pid() {
    return server.pid();
  }

  /** Kills the server with {@code SIGKILL} and returns once it is gone: every connection breaks. */
  public void killHard() {
    server.killHard();
  }

  /** Starts the server again, after a crash or after stopping it, and returns once it has recovered. */
  public void restart() {
    int port = server.port();
    server.close();
    server = EmbeddedPostgresServer.start(PostgresOptions.keptIn(home).onPort(port));
  }

  /** Stops the server if it runs, and deletes the data. */
  @Override
  public void close() {
    server.close();
    try {
      PostgresHome.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

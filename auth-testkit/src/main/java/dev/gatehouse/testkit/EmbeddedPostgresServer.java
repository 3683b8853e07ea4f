package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of our own: a child process on the loopback address, without Docker and without an
 * installation, as root or not. It ends with {@link #close}, with the JVM, and on Linux also when the JVM is killed.
 * It trusts everybody on this machine: for tests and demonstrations, never for real data.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PostgresHome home;
  private final int port;
  private final boolean temporary;
  private final ProcessHandle postmaster;
  private final Thread atExit;

  private EmbeddedPostgresServer(PostgresHome home, int port, boolean temporary, long pid) {
    this.home = home;
    this.port = port;
    this.temporary = temporary;
    this.postmaster = ProcessHandle.of(pid).orElseThrow();
    this.atExit = new Thread(this::stop, "gatehouse-postgres-stop");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a server and returns once it answers. The first start on a machine unpacks the programs and takes some
   * seconds, later ones one or two, one on existing data half a second.
   *
   * @throws IllegalStateException with the server's own log in its message if it does not start
   */
  public static EmbeddedPostgresServer start(PostgresOptions options) {
    try {
      boolean temporary = options.home().isEmpty();
      Path directory = temporary
          ? Files.createTempDirectory("gatehouse-pg")
          : Files.createDirectories(options.home().get().toAbsolutePath().normalize());
      try {
        return start(directory, temporary, options);
      } catch (IOException e) {
        if (temporary) {
          PostgresHome.delete(directory);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgresServer start(
      Path directory, boolean temporary, PostgresOptions options) throws IOException {
    PostgresHome home = PostgresHome.prepare(directory, options.durable());
    int port = options.port() == 0 ? freePort() : options.port();
    Process process = home.launch(port, options.durable());
    awaitAnswer(home, port, process);
    return new EmbeddedPostgresServer(home, port, temporary, home.postmasterPid());
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns the process id of the server, the one that started all others of it. */
  public long pid() {
    return postmaster.pid();
  }

  /** Returns the JDBC URL of a database of this server, with the user in it; {@code postgres} is always there. */
  public String url(String database) {
    return url(port, database);
  }

  /** Returns unpooled connections to a database of this server. */
  public DataSource dataSource(String database) {
    return dataSource(port, database);
  }

  /**
   * Kills the server as a crash would ({@code SIGKILL}), and returns once all its processes are gone. The data stay
   * until {@link #close}.
   */
  public void killHard() {
    List<ProcessHandle> family = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    awaitEnd(postmaster);
    // The others notice that the first one died, and end.
    family.forEach(EmbeddedPostgresServer::awaitEnd);
  }

  /** Stops the server in order, if it still runs, and deletes its data if they are temporary. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out, and the hook runs or ran.
      return;
    }
  }

  private synchronized void stop() {
    try {
      if (postmaster.isAlive()) {
        if (!home.stop()) {
          postmaster.destroyForcibly();
        }
        awaitEnd(postmaster);
      }
      if (temporary) {
        home.delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitAnswer(PostgresHome home, int port, Process process) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(home, port)) {
      boolean dead = exitsWithin(process, 20);
      if (dead || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException((dead ? "it ended at once" : "no answer after " + PATIENCE)
            + "; its log says:\n" + home.logTail());
      }
    }
  }

  // Another server may answer at a port that was taken; only ours works on our data.
  private static boolean answers(PostgresHome home, int port) {
    try (Connection connection = dataSource(port, "postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show data_directory")) {
      return row.next() && Path.of(row.getString(1)).equals(home.data());
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean exitsWithin(Process process, long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // onExit() looks at what is no child of ours three times a second.
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("process " + process.pid() + " of PostgreSQL does not end");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Returns a port of the loopback address that nobody listened on a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
  }

  private static DataSource dataSource(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(port, database));
    source.setUser("postgres");
    return source;
  }
}

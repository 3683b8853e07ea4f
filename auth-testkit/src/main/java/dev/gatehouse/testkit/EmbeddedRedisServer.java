package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server of our own: a child process on the loopback address, the installed program or else one that Maven
 * brought. It keeps nothing on disk, and ends with {@link #close} and with the JVM. For tests and demonstrations. Not for
 * use by many threads; its connections are.
 */
public final class EmbeddedRedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path home;
  private final int port;
  private final boolean sentinel;
  private Process process;

  private EmbeddedRedisServer(Path home, int port, List<String> settings) throws IOException {
    this.home = home;
    this.port = port;
    this.sentinel = settings.stream().anyMatch(line -> line.startsWith("sentinel "));
    List<String> lines = new ArrayList<>(List.of(
        "bind 127.0.0.1", "port " + port, "dir \"" + home + "\"", "save \"\"", "appendonly no"));
    lines.addAll(settings);
    Files.write(file(), lines);
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::killHard, "gatehouse-redis-stop"));
  }

  /**
   * Starts a server on a free port and returns once it answers.
   *
   * @param settings further lines of {@code redis.conf}; lines about {@code sentinel} make it a Sentinel
   * @throws IllegalStateException if it does not start; the message says why, and what to do where there is no program
   */
  public static EmbeddedRedisServer start(String... settings) {
    return start(EmbeddedPostgresServer.freePort(), settings);
  }

  /** Starts a server on that port. */
  public static EmbeddedRedisServer start(int port, String... settings) {
    try {
      Path home = Files.createTempDirectory("gatehouse-redis");
      return new EmbeddedRedisServer(home, port, List.of(settings));
    } catch (IOException e) {
      throw new IllegalStateException("Redis did not start: " + e.getMessage(), e);
    }
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns where clients find it, the same after {@link #startAgain}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Returns the process id of the server that runs now or ran last. */
  public long pid() {
    return process.pid();
  }

  /** Kills the server with {@code SIGKILL} and returns once it is gone. */
  public void killHard() {
    process.destroyForcibly();
    if (!endsWithin(process, PATIENCE)) {
      throw new IllegalStateException("Redis does not end");
    }
  }

  /** Starts the server again on the same port, empty, and returns once it answers. */
  public void startAgain() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new IllegalStateException("Redis did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    killHard();
    try {
      PostgresHome.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return home.resolve("redis.conf");
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(List.of(RedisProgram.find(home).toString(), file().toString()));
    if (sentinel) {
      command.add("--sentinel");
    }
    Path log = home.resolve("log");
    Process started = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (endsWithin(started, Duration.ofMillis(5)) || System.nanoTime() > deadline) {
        started.destroyForcibly();
        throw new IOException("no answer; its log says:\n" + Files.readString(log));
      }
    }
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean endsWithin(Process process, Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

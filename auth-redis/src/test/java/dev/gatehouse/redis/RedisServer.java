package dev.gatehouse.redis;

import dev.gatehouse.testkit.RedisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Redis of our own on the loopback address: the installed program, or else one that Maven brought. Keeps nothing on disk. */
final class RedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path home;
  private final int port;
  private final List<String> options;
  private Process process;

  /** Starts one that speaks TLS only; fails if the program cannot. */
  static RedisServer withTls(Path certificate, Path key) {
    int port = freePort();
    return start(
        port,
        "--port",
        "0",
        "--tls-port",
        Integer.toString(port),
        "--tls-cert-file",
        certificate.toString(),
        "--tls-key-file",
        key.toString(),
        "--tls-ca-cert-file",
        certificate.toString(),
        "--tls-auth-clients",
        "no");
  }

  /**
   * Starts a Sentinel that watches a master by the name {@code main}; it and others must agree that the master is gone.
   *
   * @param quorum how many must agree
   */
  static RedisServer sentinel(int master, int quorum) {
    try {
      Path home = Files.createTempDirectory("gatehouse-sentinel");
      Path file = Files.writeString(home.resolve("sentinel.conf"), """
          sentinel monitor main 127.0.0.1 %d %d
          sentinel down-after-milliseconds main 500
          sentinel failover-timeout main 2000
          """.formatted(master, quorum));
      return new RedisServer(home, freePort(), List.of(file.toString(), "--sentinel"));
    } catch (IOException e) {
      throw new UncheckedIOException("Sentinel did not start", e);
    }
  }

  private RedisServer(Path home, int port, List<String> options) throws IOException {
    this.home = home;
    this.port = port;
    this.options = options;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::killHard));
  }

  static RedisServer start(String... options) {
    return start(freePort(), options);
  }

  static RedisServer start(int port, String... options) {
    try {
      return new RedisServer(Files.createTempDirectory("gatehouse-redis"), port, List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not start", e);
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(List.of(RedisProgram.find(home).toString()));
    boolean sentinel = options.contains("--sentinel");
    if (sentinel) {
      command.addAll(options);
    }
    command.addAll(
        List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", home.toString()));
    if (!sentinel) {
      command.addAll(List.of("--save", "", "--appendonly", "no"));
      command.addAll(options);
    }
    Process started = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("log").toFile())
        .start();
    awaitPort(started);
    return started;
  }

  private void awaitPort(Process started) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && started.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Redis does not answer: " + Files.readString(home.resolve("log")));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** Sends a command over a connection of its own, and returns the first line of the answer. */
  String command(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as a crash would. */
  void killHard() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Redis does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again on the same port, empty. */
  void startAgain() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in its tracks: it keeps its connections and answers nobody. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    killHard();
    try (Stream<Path> files = Files.walk(home)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

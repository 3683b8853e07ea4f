package dev.gatehouse.benchmarks.stack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** A redis-server on the loopback address that keeps nothing on disk: the installed one, or else one that Maven brought. */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BROUGHT = "/redis-server-6.2.6-v5-linux-amd64";

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one on a free port. */
  public static RedisProcess start() {
    try {
      int port = freePort();
      Process started = new ProcessBuilder(
              program(), "--bind", "127.0.0.1", "--port", Integer.toString(port), "--save", "")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      await(started, port);
      return new RedisProcess(started, port);
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not start", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String program() throws IOException {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(RedisProcess::unpacked)
        .toString();
  }

  private static Path unpacked() {
    try (InputStream in = RedisProcess.class.getResourceAsStream(BROUGHT)) {
      if (in == null) {
        throw new IOException("no redis-server on the path, and none for this system in Maven");
      }
      Path program = Files.createTempFile("redis-server", "");
      Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
      if (!program.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + program + " executable");
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process started, int port) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && started.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Redis does not answer");
  }

  /** Returns where it is. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Stops it. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}

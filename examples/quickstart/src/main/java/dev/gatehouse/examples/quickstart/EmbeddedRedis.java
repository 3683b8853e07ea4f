package dev.gatehouse.examples.quickstart;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisSettings;
import dev.gatehouse.testkit.RedisProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Redis of this example's own, on this machine only, on any free port. It keeps nothing on disk, and ends with the
 * application. Yours runs elsewhere; {@code Redis.at(…)} is all that you need of this class.
 */
final class EmbeddedRedis implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process server;
  private final int port;
  private final Redis redis;

  private EmbeddedRedis(Process server, int port, Secret secret) {
    this.server = server;
    this.port = port;
    this.redis = Redis.at(RedisSettings.of("redis://127.0.0.1:" + port), secret);
  }

  /**
   * Starts it.
   *
   * @throws IOException if there is no program for this system, or it does not answer
   */
  static EmbeddedRedis start(Path folder, Secret secret) throws IOException {
    int port = freePort();
    Path log = folder.resolve("log");
    Process server = new ProcessBuilder(
            RedisProgram.find(folder).toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "no")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "redis-stop"));
    if (!answers(server, port)) {
      server.destroyForcibly();
      throw new IOException("Redis did not start: " + Files.readString(log));
    }
    return new EmbeddedRedis(server, port, secret);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(Process server, int port) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (server.isAlive() && System.nanoTime() - deadline < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return true;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  Redis redis() {
    return redis;
  }

  @Override
  public void close() {
    redis.close();
    server.destroy();
    try {
      if (!server.waitFor(5, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Redis on port " + port;
  }
}

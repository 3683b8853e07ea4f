package dev.gatehouse.redis;

import dev.gatehouse.testkit.EmbeddedRedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A Redis of our own that tests may command, kill and freeze. */
record RedisServer(EmbeddedRedisServer server) implements AutoCloseable {

  static RedisServer start(String... settings) {
    return new RedisServer(EmbeddedRedisServer.start(settings));
  }

  static RedisServer start(int port, String... settings) {
    return new RedisServer(EmbeddedRedisServer.start(port, settings));
  }

  String url() {
    return server.url();
  }

  int port() {
    return server.port();
  }

  /** Sends a command over a connection of its own, and returns the first line of the answer. */
  String command(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
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
    server.killHard();
  }

  /** Starts it again on the same port, empty. */
  void startAgain() {
    server.startAgain();
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
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start();
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
    server.close();
  }
}

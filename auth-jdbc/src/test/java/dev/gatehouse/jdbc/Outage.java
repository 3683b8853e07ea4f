package dev.gatehouse.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A door before a server that can be shut: open connections are reset, and new ones as soon as they are made, as if it had
 * died. The port stays taken all the time, so that nobody else can get it in between. It can also be narrow: then whatever
 * passes it comes late.
 */
final class Outage implements AutoCloseable {
  private final InetSocketAddress server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket door;
  private volatile boolean shut;
  private volatile long delayNanos;

  Outage(String host, int serverPort) {
    this.server = new InetSocketAddress(host, serverPort);
    try {
      this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(() -> {
      while (!door.isClosed()) {
        join(door.accept());
      }
    });
  }

  int port() {
    return door.getLocalPort();
  }

  /** The server dies. */
  void start() {
    shut = true;
    sockets.forEach(Outage::reset);
    sockets.clear();
  }

  /** The server is back. */
  void end() {
    shut = false;
  }

  /** From now on every answer of the server comes so much later. */
  void slow(Duration delay) {
    delayNanos = delay.toNanos();
  }

  @Override
  public void close() {
    start();
    closeQuietly(door);
  }

  private void join(Socket client) throws IOException {
    Socket upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    if (shut) {
      reset(client);
      return;
    }
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    upstream.connect(server);
    daemon(() -> pump(client, upstream, () -> {}));
    daemon(() -> pump(upstream, client, () -> LockSupport.parkNanos(delayNanos)));
  }

  private static void pump(Socket from, Socket to, Runnable before) throws IOException {
    byte[] buffer = new byte[8_192];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        before.run();
        to.getOutputStream().write(buffer, 0, n);
      }
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is closed, whatever it says.
    }
  }

  private static void daemon(Io work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (IOException e) {
        // The door was shut.
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Io {
    void run() throws IOException;
  }
}

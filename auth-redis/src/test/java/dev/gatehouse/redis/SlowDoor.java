package dev.gatehouse.redis;

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

/** A door before a server through which every answer comes late, by as much as the test says. */
final class SlowDoor implements AutoCloseable {
  private final InetSocketAddress server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket door;
  private volatile long delayNanos;

  SlowDoor(int serverPort) {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
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

  String url() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  private void join(Socket client) throws IOException {
    Socket upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    upstream.connect(server);
    daemon(() -> pump(client, upstream, false));
    daemon(() -> pump(upstream, client, true));
  }

  private void pump(Socket from, Socket to, boolean late) throws IOException {
    byte[] buffer = new byte[8_192];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (late) {
          LockSupport.parkNanos(delayNanos);
        }
        to.getOutputStream().write(buffer, 0, n);
      }
    } finally {
      from.close();
      to.close();
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

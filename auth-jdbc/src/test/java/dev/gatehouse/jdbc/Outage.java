package dev.gatehouse.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A door before a server that can be shut: open connections are reset and new ones refused, as if it had died. */
final class Outage implements AutoCloseable {
  private final InetSocketAddress server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile ServerSocket door;
  private final int port;

  Outage(String host, int serverPort) {
    this.server = new InetSocketAddress(host, serverPort);
    this.door = listen(0);
    this.port = door.getLocalPort();
    begin(door);
  }

  int port() {
    return port;
  }

  /** The server dies. */
  void start() {
    closeQuietly(door);
    sockets.forEach(Outage::reset);
    sockets.clear();
  }

  /** The server is back. */
  void end() {
    door = listen(port);
    begin(door);
  }

  @Override
  public void close() {
    start();
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(ServerSocket listening) {
    daemon(() -> {
      while (!listening.isClosed()) {
        join(listening.accept());
      }
    });
  }

  private void join(Socket client) throws IOException {
    Socket upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    upstream.connect(server);
    daemon(() -> pump(client, upstream));
    daemon(() -> pump(upstream, client));
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
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

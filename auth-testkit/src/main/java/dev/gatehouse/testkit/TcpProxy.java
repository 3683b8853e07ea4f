package dev.gatehouse.testkit;

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
 * A network before a server that a test can cut, silence and slow down. Its port on the loopback address stays taken all
 * the time, so that nobody else gets it while it is cut. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket door;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile long delayNanos;

  /** Lets clients through to a server. */
  public TcpProxy(String host, int serverPort) {
    this.server = new InetSocketAddress(host, serverPort);
    try {
      this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return door.getLocalPort();
  }

  /** Resets every open connection, and new ones as soon as they are made, as if the server had died. */
  public void cut() {
    cut = true;
    connections.forEach(Connection::reset);
    connections.clear();
  }

  /** Lets new connections through again. */
  public void mend() {
    cut = false;
  }

  /** Makes the connections that are open now swallow every byte, and tells neither end. New ones work. */
  public void silence() {
    connections.forEach(connection -> connection.silent = true);
  }

  /** Makes everything that the server sends from now on come so much later. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  @Override
  public void close() {
    cut();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Connection connection = new Connection(door.accept());
        connections.add(connection);
        if (cut) {
          connection.reset();
        } else {
          connection.join(server);
        }
      } catch (IOException e) {
        // The door was closed, or nobody stood behind it.
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "gatehouse-tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** A client, and its way to the server. */
  private final class Connection {
    private final Socket client;
    private final Socket upstream = new Socket();
    private volatile boolean silent;

    Connection(Socket client) {
      this.client = client;
    }

    void join(InetSocketAddress server) throws IOException {
      try {
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        upstream.connect(server);
      } catch (IOException e) {
        reset();
        throw e;
      }
      daemon(() -> pump(client, upstream, () -> {}));
      daemon(() -> pump(upstream, client, () -> LockSupport.parkNanos(delayNanos)));
    }

    private void pump(Socket from, Socket to, Runnable before) {
      byte[] buffer = new byte[8_192];
      try {
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          before.run();
          if (!silent) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // One end has gone; the other learns of it now, unless nobody tells anybody anything.
      }
      if (!silent) {
        end(client);
        end(upstream);
      }
    }

    void reset() {
      for (Socket socket : List.of(client, upstream)) {
        try {
          socket.setSoLinger(true, 0);
        } catch (IOException e) {
          // It is closed already.
        }
        end(socket);
      }
    }

    private void end(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package dev.gatehouse.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network that can be cut: between a client and a server on the loopback address. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean refusing;

  /** A connection through it. */
  private static final class Wire {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Wire(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void cut() {
      for (Socket end : new Socket[] {client, server}) {
        try {
          end.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  TcpProxy(int target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  /** From now on the open connections swallow every byte, and nobody tells either end. New ones work. */
  void silenceOpenConnections() {
    wires.forEach(wire -> wire.silent = true);
  }

  /** Ends every connection and lets none in. */
  void cut() {
    refusing = true;
    wires.forEach(Wire::cut);
    wires.clear();
  }

  /** Lets connections in again. */
  void mend() {
    refusing = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (refusing) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // The door was closed, or nobody stood behind it.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Wire wire = new Wire(client, new Socket(InetAddress.getLoopbackAddress(), target));
    wires.add(wire);
    threads.execute(() -> pump(wire, wire.client, wire.server));
    threads.execute(() -> pump(wire, wire.server, wire.client));
  }

  private static void pump(Wire wire, Socket from, Socket to) {
    byte[] buffer = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!wire.silent) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One end has gone; the other learns of it now, unless nobody tells anybody anything.
    }
    if (!wire.silent) {
      wire.cut();
    }
  }

  @Override
  public void close() {
    cut();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}

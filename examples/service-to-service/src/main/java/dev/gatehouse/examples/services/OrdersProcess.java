package dev.gatehouse.examples.services;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@link Orders} in a process of its own. */
final class OrdersProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;

  private OrdersProcess(Process process) {
    this.process = process;
  }

  /** Returns once it answers. */
  static OrdersProcess start(int port, String issuer)
      throws IOException, URISyntaxException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process = new ProcessBuilder(
            java, "-cp", classPath(), Orders.class.getName(), String.valueOf(port), issuer)
        .inheritIO()
        .start();
    OrdersProcess orders = new OrdersProcess(process);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        orders.close();
        throw new IllegalStateException("orders did not start on port " + port);
      }
      Thread.sleep(50);
    }
    return orders;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Maven runs this example in a class loader of its own. */
  private static String classPath() throws URISyntaxException {
    if (!(Orders.class.getClassLoader() instanceof URLClassLoader loader)) {
      return System.getProperty("java.class.path");
    }
    List<String> entries = new ArrayList<>();
    for (URL url : loader.getURLs()) {
      entries.add(Path.of(url.toURI()).toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  @Override
  public void close() {
    process.destroy();
  }
}

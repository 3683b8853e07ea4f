package dev.gatehouse.service.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer, and beside it a receiver that takes one token at a time, on this machine. */
final class TokenServer implements AutoCloseable {
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger called = new AtomicInteger();
  final List<String> forms = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile String answer = "";
  volatile int lifetime = 300;
  volatile String accepted = "token-1";
  volatile CountDownLatch open = new CountDownLatch(0);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  TokenServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/token", this::token);
    server.createContext("/work", this::work);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void token(HttpExchange exchange) throws IOException {
    int number = asked.incrementAndGet();
    forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    await(open);
    String usual = "{\"access_token\":\"token-" + number
        + "\",\"token_type\":\"Bearer\",\"expires_in\":" + lifetime + "}";
    send(exchange, status, answer.isEmpty() ? usual : answer);
  }

  private void work(HttpExchange exchange) throws IOException {
    called.incrementAndGet();
    boolean right =
        ("Bearer " + accepted).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    send(exchange, right ? 200 : 401, exchange.getRequestMethod());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    open.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

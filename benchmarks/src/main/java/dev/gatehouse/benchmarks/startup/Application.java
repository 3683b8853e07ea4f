package dev.gatehouse.benchmarks.startup;

import dev.gatehouse.testkit.EmbeddedPostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the application in a process of its own, looks at it, and ends it. */
final class Application {
  private static final String MAIN = "dev.gatehouse.benchmarks.startup.app.StartupApplication";

  private final EmbeddedPostgresServer postgres;
  private final Path log;

  Application(EmbeddedPostgresServer postgres, Path log) {
    this.postgres = postgres;
    this.log = log;
  }

  Start start(Candidate candidate) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command(candidate))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(await(output, "ready "));
      double millis = (System.nanoTime() - begin) / 1e6;
      double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
      check(candidate, port);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return new Start(millis, cpu, Long.parseLong(await(output, "heap ")) / 1e6);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private List<String> command(Candidate candidate) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-cp",
        candidate.classPath(),
        MAIN,
        "--spring.datasource.url=" + postgres.url("postgres"),
        "--gatehouse.base-url=http://localhost:8080",
        "--gatehouse.secret=YmVuY2htYXJrcyBvbmx5OiAwMTIzNDU2Nzg5IGFiY2RlZg==",
        "--gatehouse.mail.to-log=true");
  }

  private String await(BufferedReader output, String word) throws IOException {
    StringBuilder said = new StringBuilder();
    @Nullable String line = output.readLine();
    while (line != null && !line.startsWith(word)) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(
          "the application ended before it was " + word + "; it said\n" + said + "and " + log);
    }
    return line.substring(word.length());
  }

  /** Nobody is fast by being wrong: one shuts out whom it does not know, and the other is open. */
  private static void check(Candidate candidate, int port)
      throws IOException, InterruptedException {
    URI notes = URI.create("http://127.0.0.1:" + port + "/notes");
    int status = HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(notes).build(), BodyHandlers.discarding())
        .statusCode();
    if (status != candidate.answer()) {
      throw new IllegalStateException(candidate.name() + " answered " + status + " and not "
          + candidate.answer() + ": the class path is not what it should be");
    }
  }
}

package dev.gatehouse.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.servlet.GatehouseServlet;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The twenty lines of the README compile, run, and are those of the README. */
final class ReadmeExampleTest {
  private static final Path README = Path.of("..", "..", "README.md");
  private static final Path SOURCE = Path.of(
      "src",
      "test",
      "java",
      "dev",
      "gatehouse",
      "examples",
      "quickstart",
      "ReadmeExampleTest.java");

  @Test
  void theTwentyLinesGuardAnApplication() throws Exception {
    try (EmbeddedPostgresServer postgres =
        EmbeddedPostgresServer.start(PostgresOptions.temporary())) {
      String url = postgres.url("postgres");
      String user = "postgres";
      Secret password = Secret.of("");
      String secret = "dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh";
      HttpServlet notes = new HttpServlet() {};
      int port = 0;
      // spotless:off
      // README
      HikariDataSource database = Pools.postgres(url, user, password);
      Gatehouse gatehouse = Gatehouse.builder()
          .baseUrl("https://app.example.com")
          .secret(Secret.of(secret)) // openssl rand -base64 32
          .storage(JdbcStorage.of(database)) // makes its tables in a schema of their own
          .mailer(new LogMailer()) // for development; yours is one method
          .routes(routes -> routes
              .permitAll("/", "/assets/**")
              .authenticated("/notes/**")) // whatever has no rule is refused
          .build();

      ServletContextHandler app = new ServletContextHandler("/");
      app.addServletContainerInitializer(GatehouseServlet.initializer(gatehouse.http()));
      app.addServlet(new ServletHolder(notes), "/notes/*"); // request.getUserPrincipal() is who asks
      Server server = new Server(port);
      server.setHandler(app);
      server.start();
      // README
      // spotless:on
      try (database;
          gatehouse) {
        String base =
            "http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        assertThat(status(base + "/notes/1")).as("a protected path").isEqualTo(401);
        assertThat(status(base + "/elsewhere")).as("a path without a rule").isEqualTo(401);
        assertThat(status(base + "/auth/.well-known/jwks.json")).isEqualTo(200);
      } finally {
        server.stop();
      }
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void theReadmeShowsTheseLines() throws IOException {
    String[] parts = Files.readString(SOURCE).split(" {6}// README\n");
    assertThat(parts).as("two markers").hasSize(3);
    assertThat(Files.readString(README))
        .contains("```java\n" + parts[1].stripTrailing().stripIndent() + "\n```");
  }
}

package dev.gatehouse.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both services in one process; {@code smoke.sh} runs them in two. */
final class ServiceToServiceTest {
  @Test
  void aPersonsReportIsMadeOnTheirBehalf() throws Exception {
    int port = freePort();
    int ordersPort = freePort();
    URI ordersUrl = URI.create("http://localhost:" + ordersPort);
    try (EmbeddedPostgresServer postgres =
            EmbeddedPostgresServer.start(PostgresOptions.temporary());
        HikariDataSource database =
            Pools.postgres(postgres.url("postgres"), "postgres", Secret.of(""));
        Orders orders = Orders.start(ordersPort, "http://localhost:" + port);
        Reports reports = Reports.start(port, database, ordersUrl, Map.of())) {
      assertThat(orders).isNotNull();
      HttpResponse<String> report =
          get("http://localhost:" + port + "/report", token(reports.gatehouse()));
      assertThat(report.statusCode()).isEqualTo(200);
      assertThat(report.body())
          .contains("\"onBehalfOf\":\"usr_", "\"askedBy\":\"reports\"", "\"lamps\":17");
      assertThat(get(ordersUrl + "/stock", "none").statusCode()).isEqualTo(401);
    }
  }

  private static String token(Gatehouse gatehouse) {
    LoginResult result = gatehouse
        .logins()
        .password(Reports.PERSON, Secret.of("a heron at the mill pond"), "", ClientInfo.none());
    return ((LoginResult.SignedIn) result).tokens().access().reveal();
  }

  private static HttpResponse<String> get(String url, String token)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + token)
        .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.guard.RecentLogin;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.http.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of endpoints and the table in the code say the same: method, path, and who may ask. */
final class EndpointReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "http.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Z]+) \\| `([^`]+)` \\| ([a-z ]+) \\|");

  @Test
  void everyEndpointIsOnThePageAndEveryRowIsAnEndpoint() throws IOException {
    Services nobody = new Services(
        null, null, null, null, null, null, null, null, null, InstantSource.system(), null);
    HttpSettings settings = HttpSettings.of(URI.create("https://app.example.com"));
    List<String> endpoints = EndpointTable.of(nobody, settings).stream()
        .map(EndpointReferenceTest::row)
        .toList();
    List<String> rows = ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> row.group(1) + " /auth" + row.group(2) + " " + row.group(3))
        .toList();
    assertThat(rows).containsExactlyElementsOf(endpoints);
  }

  private static String row(Endpoint endpoint) {
    if (endpoint.forClients()) {
      return endpoint.route() + " service";
    }
    boolean recent = endpoint.requirements().stream().anyMatch(RecentLogin.class::isInstance);
    String who = endpoint.requirements().isEmpty() ? "anybody" : "signed in";
    return endpoint.route() + " " + (recent ? "recent" : who);
  }
}

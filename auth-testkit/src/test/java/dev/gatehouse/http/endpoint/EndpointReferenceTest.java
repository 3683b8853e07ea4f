package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.RecentLogin;
import dev.gatehouse.http.Endpoint;
import dev.gatehouse.principal.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of endpoints and the table in the code say the same: method, path, and who may ask. */
final class EndpointReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "http.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Z]+) \\| `([^`]+)` \\| ([^|]+) \\|");

  @Test
  void everyEndpointIsOnThePageAndEveryRowIsAnEndpoint() throws IOException {
    List<String> endpoints =
        AllEndpoints.list().stream().map(EndpointReferenceTest::row).toList();
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
    Optional<String> permission = endpoint.requirements().stream()
        .filter(PermissionHeld.class::isInstance)
        .map(held -> "`" + held + "`")
        .findFirst();
    String who = endpoint.requirements().isEmpty() ? "anybody" : "signed in";
    return endpoint.route() + " "
        + permission.map(held -> recent ? held + ", recent" : held).orElse(recent ? "recent" : who);
  }

  @Test
  void whatNeedsARecentLoginIsForPeople() {
    assertThat(AllEndpoints.list())
        .filteredOn(one -> one.requirements().stream().anyMatch(RecentLogin.class::isInstance))
        .hasSizeGreaterThan(10)
        .allSatisfy(one ->
            assertThat(one.requirements().get(0)).isEqualTo(CallerKind.of(Principal.Kind.USER)));
  }

  @Test
  void everythingOfAdministratorsNeedsAPermissionOfGatehouse() {
    assertThat(AllEndpoints.list())
        .filteredOn(one -> one.route().path().startsWith("/auth/admin/"))
        .hasSizeGreaterThan(20)
        .allSatisfy(one -> assertThat(one.requirements())
            .anySatisfy(asked -> assertThat(asked)
                .isInstanceOfSatisfying(
                    PermissionHeld.class,
                    held -> assertThat(held.toString()).startsWith("auth."))));
  }
}

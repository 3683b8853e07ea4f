package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.client.RemoteServiceAuthenticator;
import dev.gatehouse.service.client.ServiceTokens;
import dev.gatehouse.service.client.TokenSource;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to services compile, run, and are those of the guide. */
final class ServicesGuideTest {
  private final ClientInfo client = ClientInfo.none();

  @Test
  void theSnippetsWork() {
    TestGatehouse test = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder
            .permissions("stock:read")
            .role("stock-reader", role -> role.permitting("stock:read"))
            .services(policy -> policy.withAudience("orders")));
    Gatehouse gatehouse = test.gatehouse();
    UserId operator =
        test.verified("ann@example.com", Secret.of("a heron at the mill pond")).id();
    gatehouse
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(operator), "auth-admin"), Actor.system("test"), client);
    // spotless:off
      // guide
      IssuedSecret issued = gatehouse.services().register(
          "reports", Set.of("orders"), Actor.user(operator), client);
      String clientId = issued.service().id().toString(); // svc_…
      Secret clientSecret = issued.secret(); // gss_…, shown this once
      // end
      // guide
      gatehouse.roleAssignments().assign(
          RoleGrant.of(Subject.service(issued.service().id()), "stock-reader").because("nightly report"),
          Actor.user(operator),
          client);
      // end
    // spotless:on
    Secret token = gatehouse
        .tokenServices()
        .issuer()
        .issue(
            gatehouse.tokenServices().credentials().authenticate(clientId, clientSecret, client),
            Optional.empty())
        .token();
    assertThat(receive(gatehouse, token)).isEmpty();
    rotate(gatehouse, issued.service().id());
    test.close();
  }

  private static Optional<UserId> receive(Gatehouse gatehouse, Secret token) {
    // spotless:off
      // guide
      Authentication caller = gatehouse.serviceAuthenticator().authenticate(token);
      if (!(caller instanceof AuthenticatedService service)) {
        throw new IllegalStateException("only services may call this");
      }
      Optional<UserId> person = service.principal().onBehalfOf();
      // end
    // spotless:on
    return person;
  }

  private void rotate(Gatehouse gatehouse, ServiceId id) {
    Actor by = Actor.system("test");
    // spotless:off
      // guide
      IssuedSecret next = gatehouse.services().rotateSecret(id, Duration.ofHours(24), by, client);
      // end
    // spotless:on
    assertThat(next.service().previous()).isPresent();
  }

  /** The issuer of the guide does not exist: these lines are compiled, and what they build is looked at. */
  @Test
  void theCallingSideCompiles() {
    // spotless:off
      // guide
      RemoteServiceAuthenticator callers = new RemoteServiceAuthenticator(
          "https://app.example.com", // the issuer
          "orders", // who we are
          URI.create("https://app.example.com/auth/.well-known/jwks.json"),
          InstantSource.system());
      // end
    // spotless:on
    assertThat(callers).isNotNull();
  }

  static int call(
      HttpClient http,
      HttpRequest request,
      String clientId,
      Secret clientSecret,
      Secret accessTokenOfThePerson)
      throws IOException, InterruptedException {
    // spotless:off
      // guide
      ServiceTokens tokens = ServiceTokens
          .builder(URI.create("https://app.example.com/auth/token"), clientId, clientSecret)
          .build();
      TokenSource orders = tokens.to("orders");
      HttpResponse<String> answer = orders.send(http, request, BodyHandlers.ofString());
      // end
      // guide
      HttpResponse<String> theirs = orders.onBehalfOf(accessTokenOfThePerson)
          .send(http, request, BodyHandlers.ofString());
      // end
    // spotless:on
    return answer.statusCode() + theirs.statusCode();
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(ServicesGuideTest.class, "services.md");
  }
}

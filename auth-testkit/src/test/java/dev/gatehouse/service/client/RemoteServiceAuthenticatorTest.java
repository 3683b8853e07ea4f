package dev.gatehouse.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.TokenIssuer;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.Authentication.Refused;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.TestGatehouse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process with nothing but the issuer's keys. */
final class RemoteServiceAuthenticatorTest {
  private static final String ISSUER = "https://app.example.com";

  private final TestGatehouse test = TestGatehouse.inMemory();
  private final IssuedSecret reports = test.gatehouse()
      .services()
      .register("reports", Set.of("orders", ISSUER), Actor.system("test"), ClientInfo.none());
  private final RemoteServiceAuthenticator orders = remote(ISSUER, "orders");

  private RemoteServiceAuthenticator remote(String issuer, String audience) {
    return new RemoteServiceAuthenticator(
        issuer,
        audience,
        () -> CompletableFuture.completedFuture(test.gatehouse().signingKeys().jwks()),
        test.clock());
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void knowsTheServiceAndForWhomItActs() {
    Tokens ann = person();
    assertThat(orders.authenticate(token("orders")))
        .isEqualTo(new AuthenticatedService(
            new ServicePrincipal(reports.service().id(), "reports", "orders", Optional.empty())));
    Authentication acting = orders.authenticate(onBehalfOf(ann));
    assertThat(acting)
        .isInstanceOfSatisfying(
            AuthenticatedService.class,
            service -> assertThat(service.principal().onBehalfOf())
                .contains(test.gatehouse()
                    .users()
                    .findByEmail("ann@example.com")
                    .orElseThrow()
                    .id()));
  }

  @Test
  @DisplayName("S2S-01 a token for another receiver, of another issuer, or of a person")
  void refusesEverythingElse() {
    Refused invalid = new Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty());
    assertThat(orders.authenticate(token(ISSUER))).isEqualTo(invalid);
    assertThat(remote(ISSUER, "billing").authenticate(token("orders"))).isEqualTo(invalid);
    assertThat(remote("https://other.example", "orders").authenticate(token("orders")))
        .isEqualTo(invalid);
    Tokens ann = person();
    assertThat(orders.authenticate(ann.access())).isEqualTo(invalid);
    assertThat(remote(ISSUER, ISSUER).authenticate(ann.access()))
        .as("a person, whose audience is this one")
        .isEqualTo(invalid);
    for (Secret junk : new Secret[] {ann.refresh(), reports.secret(), Secret.of("")}) {
      assertThat(orders.authenticate(junk)).isEqualTo(invalid);
    }
  }

  @Test
  @DisplayName("What ended early goes on to the end of its token, and no longer")
  void aTokenEndsAtItsEnd() {
    Secret token = token("orders");
    assertThat(orders.authenticate(token)).isInstanceOf(AuthenticatedService.class);
    assertThat(test.gatehouse()
            .services()
            .disable(reports.service().id(), Actor.system("test"), ClientInfo.none()))
        .isTrue();
    test.clock().advance(Duration.ofMinutes(5).plusSeconds(29));
    assertThat(orders.authenticate(token)).isInstanceOf(AuthenticatedService.class);
    test.clock().advance(Duration.ofSeconds(1));
    assertThat(orders.authenticate(token))
        .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_EXPIRED, Optional.empty()));
  }

  @Test
  void anIssuerThatCannotBeReachedIsNoVerdict() {
    URI nowhere = URI.create("http://127.0.0.1:1/jwks.json");
    RemoteServiceAuthenticator lost =
        new RemoteServiceAuthenticator(ISSUER, "orders", nowhere, test.clock());
    assertThatThrownBy(() -> lost.authenticate(token("orders"))).isInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://app.example.com/jwks.json", "file:///etc/jwks.json", "/jwks.json"})
  void keysTravelAuthenticated(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RemoteServiceAuthenticator(ISSUER, "orders", URI.create(url), test.clock()));
  }

  private TokenIssuer issuer() {
    return test.gatehouse().tokenServices().issuer();
  }

  private Secret token(String audience) {
    return issuer().issue(reports.service(), Optional.of(audience)).token();
  }

  private Secret onBehalfOf(Tokens person) {
    return issuer()
        .issueOnBehalfOf(person.access(), reports.service(), Optional.of("orders"))
        .token();
  }

  private Tokens person() {
    return test.signedIn("ann@example.com", Secret.of("a heron at the mill pond"))
        .tokens();
  }
}

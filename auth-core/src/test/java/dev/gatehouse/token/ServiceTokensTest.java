package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceTokensTest {
  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
  private final ServiceId service = new ServiceId(node.ids.next());
  private final OnBehalfOf person =
      new OnBehalfOf(new UserId(node.ids.next()), new SessionId(node.ids.next()), 7);

  @ParameterizedTest
  @EnumSource(TokenAlgorithm.class)
  void verifiesWhatItIssued(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    for (Optional<OnBehalfOf> whom :
        java.util.List.of(Optional.of(person), Optional.<OnBehalfOf>empty())) {
      ServiceTokenClaims claims = claims("orders", whom, Duration.ofMinutes(5));
      assertThat(other.tokens.verify(other.tokens.issue(claims).reveal()))
          .isEqualTo(new VerifiedService(claims));
    }
  }

  @Test
  void aServiceThatActsForItselfIsTheSubject() throws Exception {
    Map<String, Object> json = written(Optional.empty());

    assertThat(json)
        .containsOnlyKeys(
            "iss", "aud", "sub", "client_id", "client_name", "jti", "iat", "exp", "sep")
        .containsEntry("sub", service.toString())
        .containsEntry("client_id", service.toString())
        .containsEntry("aud", "orders");
  }

  @Test
  void onBehalfOfAPersonThePersonIsTheSubjectAndTheServiceTheActor() throws Exception {
    Map<String, Object> json = written(Optional.of(person));

    assertThat(json)
        .containsOnlyKeys(
            "iss",
            "aud",
            "sub",
            "sid",
            "uep",
            "act",
            "client_id",
            "client_name",
            "jti",
            "iat",
            "exp",
            "sep")
        .containsEntry("sub", person.user().toString())
        .containsEntry("act", Map.of("sub", service.toString()))
        .containsEntry("client_id", service.toString());
  }

  @Test
  void aRepeatedTokenIsAnsweredFromTheRememberedVerdict() {
    String token = node.tokens
        .issue(claims("orders", Optional.empty(), Duration.ofMinutes(5)))
        .reveal();
    TokenVerification first = node.tokens.verify(token);

    assertThat(node.tokens.verify(new String(token.toCharArray()))).isSameAs(first);
  }

  @Test
  void endsAtItsOwnEndAlsoWhenItIsRemembered() {
    String token = node.tokens
        .issue(claims("orders", Optional.empty(), Duration.ofMinutes(5)))
        .reveal();
    clock.advance(Duration.ofSeconds(329));
    assertThat(node.outcome(token)).isEqualTo("verified");
    clock.advance(Duration.ofSeconds(1));
    assertThat(node.outcome(token)).isEqualTo("EXPIRED");
  }

  @Test
  void lastsTenMinutesAtMost() {
    ServiceTokenClaims longest = claims("orders", Optional.empty(), Duration.ofMinutes(10));
    assertThat(node.outcome(node.tokens.issue(longest).reveal())).isEqualTo("verified");
    ServiceTokenClaims longer = claims("orders", Optional.empty(), Duration.ofSeconds(601));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.tokens.issue(longer))
        .withMessageContaining("PT10M1S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "a\nb", "\u00e4"})
  void refusesAnAudienceThatNoTokenCanName(String audience) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> claims(audience, Optional.empty(), Duration.ofMinutes(5)));
  }

  @Test
  void aKeyVerifiesLongEnoughForTokensOfServicesWhenThoseOfPeopleAreShort() {
    TokenPolicy brief =
        TokenPolicy.standard(Node.ISSUER, Node.AUDIENCE).withLifetime(Duration.ofMinutes(1));
    assertThat(brief.verifyingAfterSigning())
        .isGreaterThan(ServiceTokenClaims.LONGEST.plus(brief.clockSkew()));
  }

  private Map<String, Object> written(Optional<OnBehalfOf> whom) throws Exception {
    String token =
        node.tokens.issue(claims("orders", whom, Duration.ofMinutes(5))).reveal();
    return JsonUtil.parseJson(Forge.decode(token.split("\\.")[1]));
  }

  private ServiceTokenClaims claims(String audience, Optional<OnBehalfOf> whom, Duration lifetime) {
    Instant now = clock.instant();
    return new ServiceTokenClaims(
        service, "reports", 4, audience, whom, now, now.plus(lifetime), "token-1");
  }
}

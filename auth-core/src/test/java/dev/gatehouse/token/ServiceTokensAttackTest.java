package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.token.TokenVerification.Verified;
import dev.gatehouse.token.TokenVerification.VerifiedService;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims that make a token look like one of a service and of a person at once, under a genuine signature of our own key. */
final class ServiceTokensAttackTest {
  private static final String SERVICE = quoted("svc_01h455vb4pex5vsknk084sn02q");
  private static final String OTHER = quoted("svc_01h455vb4pex5vsknk084sn02r");
  private static final String ACTOR = "{\"sub\":" + SERVICE + "}";

  private final MovableClock clock = new MovableClock();
  private final Node node = Node.alone(clock, TokenAlgorithm.EDDSA);

  @Test
  void theFixturesAreGenuine() {
    assertThat(node.tokens.verify(new Forge(node, clock.instant()).token()))
        .isInstanceOf(Verified.class);
    assertThat(node.tokens.verify(service().token())).isInstanceOf(VerifiedService.class);
    assertThat(node.tokens.verify(onBehalf().token())).isInstanceOf(VerifiedService.class);
  }

  @ParameterizedTest
  @DisplayName("S2S-01 JWT-32 a token of a person with any claim of a service is neither")
  @ValueSource(strings = {"client_id", "client_name", "act", "sep"})
  void aPersonWithAClaimOfAServiceIsNobody(String claim) {
    String value = switch (claim) {
      case "sep" -> "1";
      case "act" -> ACTOR;
      default -> SERVICE;
    };
    assertThat(node.outcome(new Forge(node, clock.instant()).with(claim, value).token()))
        .isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("S2S-01 JWT-32 a token of a service with any claim that only people have is neither")
  @CsvSource({"amr, '[\"pwd\"]'", "auth_time, 1795348800", "rep, 1", "amr, '[]'"})
  void aServiceWithAClaimOfAPersonIsNobody(String claim, String value) {
    assertThat(node.outcome(service().with(claim, value).token())).isEqualTo("MALFORMED");
    assertThat(node.outcome(onBehalf().with(claim, value).token())).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("JWT-26 JWT-28 JWT-33 each claim of a service missing or null")
  @ValueSource(
      strings = {"iss", "aud", "sub", "client_id", "client_name", "sep", "jti", "iat", "exp"})
  void aServiceLacksNoClaim(String claim) {
    for (String json : new String[] {null, "null"}) {
      assertThat(node.outcome(service().with(claim, json).token())).isEqualTo("MALFORMED");
      assertThat(node.outcome(onBehalf().with(claim, json).token())).isEqualTo("MALFORMED");
    }
  }

  @ParameterizedTest
  @DisplayName("S2S-01 on behalf of somebody: half a person, half an actor")
  @ValueSource(strings = {"sid", "uep", "act", "sub"})
  void onBehalfOfHalfAPersonIsNobody(String claim) {
    assertThat(node.outcome(onBehalf().with(claim, null).token())).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("S2S-01 subject, client and actor that do not fit together")
  @ValueSource(strings = {"sub", "client_id", "act"})
  void partsThatNameAnotherServiceAreRefused(String claim) {
    String other = claim.equals("act") ? "{\"sub\":" + OTHER + "}" : OTHER;
    assertThat(node.outcome(service().with(claim, other).token())).isEqualTo("MALFORMED");
    assertThat(node.outcome(onBehalf().with(claim, other).token())).isEqualTo("MALFORMED");
  }

  @ParameterizedTest
  @DisplayName("S2S-01 an actor that is more, less or other than one service")
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"svc_01h455vb4pex5vsknk084sn02q\"",
        "{\"sub\":\"usr_01h455vb4pex5vsknk084sn02q\"}",
        "{\"sub\":1}",
        "{\"sub\":\"svc_01h455vb4pex5vsknk084sn02q\",\"act\":{\"sub\":\"svc_01h455vb4pex5vsknk084sn02r\"}}",
        "{\"sub\":\"svc_01h455vb4pex5vsknk084sn02q\",\"iss\":\"x\"}",
        "{\"sub\":\"svc_01h455vb4pex5vsknk084sn02q\",\"sub\":\"svc_01h455vb4pex5vsknk084sn02q\"}"
      })
  void anActorIsOneService(String actor) {
    assertThat(node.outcome(onBehalf().with("act", actor).token())).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("S2S-01 a person cannot be the client, nor a service the person")
  void idsOfTheOtherKindAreRefused() {
    String person = quoted("usr_01h455vb4pex5vsknk084sn02q");
    assertThat(node.outcome(service().with("sub", person).token())).isEqualTo("MALFORMED");
    assertThat(
            node.outcome(service().with("sub", person).with("client_id", person).token()))
        .isEqualTo("MALFORMED");
    assertThat(node.outcome(onBehalf().with("sub", SERVICE).token())).isEqualTo("MALFORMED");
    assertThat(
            node.outcome(new Forge(node, clock.instant()).with("sub", SERVICE).token()))
        .isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-28 an audience is one text")
  void anAudienceIsOneText() {
    for (String audience : new String[] {"[\"orders\"]", "{}", "1", "\"\"", "\"a b\""}) {
      assertThat(node.outcome(service().with("aud", audience).token())).isEqualTo("MALFORMED");
    }
  }

  @Test
  @DisplayName("JWT-29 another issuer; JWT-26 a token that lasts too long; JWT-38 a scope is data")
  void theCommonRulesHoldForServicesToo() {
    long now = clock.instant().getEpochSecond();
    assertThat(
            node.outcome(service().with("iss", quoted("https://evil.example")).token()))
        .isEqualTo("WRONG_ISSUER");
    assertThat(node.outcome(service().with("exp", String.valueOf(now + 601)).token()))
        .isEqualTo("TOO_LONG");
    assertThat(node.outcome(service().with("nbf", String.valueOf(now)).token()))
        .isEqualTo("MALFORMED");
    assertThat(node.outcome(service().with("scope", quoted("admin")).token()))
        .isEqualTo("verified");
    String early = service().token();
    clock.advance(Duration.ofSeconds(-31));
    assertThat(node.outcome(early)).isEqualTo("NOT_YET_VALID");
  }

  private Forge service() {
    return new Forge(node, clock.instant())
        .with("sub", SERVICE)
        .with("aud", quoted("orders"))
        .with("client_id", SERVICE)
        .with("client_name", quoted("reports"))
        .with("sep", "0")
        .with("sid", null)
        .with("uep", null)
        .with("rep", null)
        .with("amr", null)
        .with("auth_time", null);
  }

  private Forge onBehalf() {
    return service()
        .with("sub", quoted("usr_01h455vb4pex5vsknk084sn02q"))
        .with("sid", quoted("ses_01h455vb4pex5vsknk084sn02q"))
        .with("uep", "1")
        .with("act", ACTOR);
  }
}

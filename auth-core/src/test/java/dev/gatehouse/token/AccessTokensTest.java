package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.token.TokenVerification.Reason;
import dev.gatehouse.token.TokenVerification.Rejected;
import dev.gatehouse.token.TokenVerification.Verified;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AccessTokensTest {
  private final MovableClock clock = new MovableClock();

  @Test
  @Tag("thorough")
  void verifiesWhatItIssuedByAnRsaKeyWhosePrimesItLookedFor() {
    verifiesWhatItIssued(TokenAlgorithm.PS256);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PS256")
  void verifiesWhatItIssued(TokenAlgorithm algorithm) {
    // With a key that it made itself, whatever the algorithm.
    Node node = new Node(new ListKeyStore(), new Wire(), clock, Node.policy(algorithm));
    AccessTokenClaims claims = node.claims();

    TokenVerification verification =
        node.tokens.verify(node.tokens.issue(claims).reveal());

    assertThat(verification).isEqualTo(new Verified(claims));
  }

  @Test
  void writesTheHeaderAndTheClaimsOfRfc9068() throws Exception {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    AccessTokenClaims claims = node.claims();
    String[] parts = node.tokens.issue(claims).reveal().split("\\.");

    assertThat(JsonUtil.parseJson(Forge.decode(parts[0])))
        .isEqualTo(Map.of(
            "alg", "EdDSA", "typ", "at+jwt", "kid", node.keys.list().get(0).kid()));
    assertThat(JsonUtil.parseJson(Forge.decode(parts[1])))
        .containsOnlyKeys(
            "iss", "sub", "aud", "exp", "iat", "jti", "sid", "uep", "rep", "amr", "auth_time")
        .containsEntry("sub", claims.subject().toString())
        .containsEntry("exp", claims.expiresAt().getEpochSecond());
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenAlgorithm.class,
      names = {"EDDSA", "ES256", "PS256"})
  void isVerifiedByAnotherLibraryWithThePublishedKeys(TokenAlgorithm algorithm) throws Exception {
    Node node = Node.alone(clock, algorithm);
    JsonWebSignature other = new JsonWebSignature();
    other.setCompactSerialization(node.issue());
    JsonWebKeySet published = new JsonWebKeySet(node.keys.jwks());

    other.setKey(published
        .findJsonWebKey(other.getKeyIdHeaderValue(), null, "sig", algorithm.jws())
        .getKey());

    assertThat(other.verifySignature()).isTrue();
  }

  @Test
  void givesClaimsTheLifetimeOfThePolicyInWholeSeconds() {
    clock.advance(Duration.ofMillis(999));
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);

    AccessTokenClaims claims = node.claims();

    assertThat(claims.issuedAt()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(claims.expiresAt()).isEqualTo("2026-11-22T12:10:00Z");
  }

  @Test
  void refusesToIssueATokenThatLastsLongerThanThePolicyAllows() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    AccessTokenClaims fair = node.claims();
    AccessTokenClaims longer = new AccessTokenClaims(
        fair.subject(),
        fair.session(),
        1,
        1,
        Set.of(),
        fair.authenticatedAt(),
        fair.issuedAt(),
        fair.expiresAt().plusSeconds(1),
        fair.id());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.tokens.issue(longer))
        .withMessageContaining("PT10M1S");
  }

  @Test
  void givesEveryTokenItsOwnId() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);

    assertThat(node.claims().id()).isNotEqualTo(node.claims().id());
  }

  @Test
  void carriesATokenWithoutMethods() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    AccessTokenClaims claims = node.tokens.claims(
        new UserId(node.ids.next()),
        new SessionId(node.ids.next()),
        0,
        0,
        Set.of(),
        clock.instant());

    assertThat(node.tokens.verify(node.tokens.issue(claims).reveal()))
        .isEqualTo(new Verified(claims));
  }

  @Test
  void tellsTheClientOnlyThatATokenHasExpired() {
    for (Reason reason : Reason.values()) {
      assertThat(reason.errorCode())
          .isEqualTo(
              reason == Reason.EXPIRED
                  ? ErrorCode.ACCESS_TOKEN_EXPIRED
                  : ErrorCode.ACCESS_TOKEN_INVALID);
    }
  }

  @Test
  void doesNotTellThatATokenExpiredToWhoeverLacksItsSignature() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    String token = node.issue();
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + Forge.encode(new byte[64]);
    clock.advance(Duration.ofMinutes(11));

    assertThat(node.tokens.verify(token)).isEqualTo(new Rejected(Reason.EXPIRED));
    assertThat(node.tokens.verify(forged)).isEqualTo(new Rejected(Reason.BAD_SIGNATURE));
  }

  @Test
  void neverPrintsAKeyOrAToken() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);

    assertThat(node.tokens.issue(node.claims())).hasToString("Secret(***)");
    assertThat(node.keys.list().get(0).toString()).doesNotContain("\"d\"").doesNotContain("\"x\"");
  }
}

package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that hold altered or foreign keys, and application secrets that changed: such a node does not start. */
final class StoredKeysAttackTest {
  private static final Secret OTHER_SECRET =
      Secret.of("ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8");

  private final PlantedKeys keys = new PlantedKeys();

  @Test
  @DisplayName("AUTH-1103 a changed secret")
  void saysWhatToDoWhenTheSecretHasChanged() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    String kid = keys.store.list().get(0).kid();

    assertThatIllegalStateException()
        .isThrownBy(() -> keys.start(Node.ring(OTHER_SECRET), TokenAlgorithm.EDDSA))
        .withMessageContainingAll("AUTH-1103", kid, "gatehouse.previous-secrets");
  }

  @Test
  void opensKeysOfThePreviousSecret() {
    String token = keys.start(keys.ring, TokenAlgorithm.EDDSA).issue();

    Node later = keys.start(Node.ring(OTHER_SECRET, Node.SECRET), TokenAlgorithm.EDDSA);

    assertThat(later.outcome(token)).isEqualTo("verified");
  }

  @Test
  void forgetsAboutAnUnreadableKeyThatIsGone() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    keys.store.disable(keys.store.list().get(0).kid(), keys.clock.instant());

    assertThat(keys.start(Node.ring(OTHER_SECRET), TokenAlgorithm.EDDSA).issue())
        .isNotEmpty();
  }

  @Test
  void leavesOutAKeyThatBecomesUnreadableWhileRunningAndKeepsTheOthers() {
    Node node = keys.start(keys.ring, TokenAlgorithm.EDDSA);
    String token = node.issue();
    keys.store.plant(
        keys.record(PlantedKeys.KID, TokenAlgorithm.EDDSA, "{}", Sealed.of(new byte[64])));
    keys.clock.advance(Duration.ofMinutes(1));

    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.keys.jwks()).doesNotContain(PlantedKeys.KID);
  }

  @Test
  void refusesAKeyWhosePublicHalfWasReplaced() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = keys.store.list().get(0);
    String other = keys.start(new ListKeyStore(), keys.ring, TokenAlgorithm.EDDSA)
        .keys
        .list()
        .get(0)
        .publicJwk();
    keys.store.replace(keys.record(key.kid(), key.algorithm(), other, key.sealedPrivate()));

    assertStartFails("public half");
  }

  @ParameterizedTest
  @DisplayName("what is published is what was sealed, to the last member")
  @ValueSource(
      strings = {
        "GOOD,{'kty':'oct','k':'AA'}",
        "GOOD ",
        " GOOD",
        "{HEAD, 'x':'X'}",
        "{HEAD,'x':'OTHER','x':'X'}",
        "{HEAD,'x':'X','x':'OTHER'}",
        "{HEAD,'x':'X','\\u0078':'OTHER'}",
        "{HEAD,'x':'X','d':'OTHER'}",
        "{HEAD,'x':'X','k':'OTHER'}",
        "{HEAD,'x':'X','x5u':'https://evil.example'}",
        "{HEAD,'x':'X','oth':[]}",
        "{HEAD,'x':'X','n':1}",
        "{HEAD,'x':'X','n':null}",
        "{HEAD,'x':'X','n':{}}",
        "{HEAD,'x':'X','n':'\\ud800'}",
        "{HEAD,'x':'OTHER'}",
        "{HEAD}"
      })
  void refusesAPublicHalfThatSaysMoreOrLess(String template) {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = keys.store.list().get(0);
    String altered = written(template, key.publicJwk());
    keys.store.replace(keys.record(key.kid(), key.algorithm(), altered, key.sealedPrivate()));

    assertStartFails("public half");
  }

  @Test
  void publishesOneThatIsSpeltOtherwiseAndSaysTheSame() throws Exception {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = keys.store.list().get(0);
    String spelt = written("{'x':'X',HEAD}", key.publicJwk()).replace("OKP", "\\u004fKP");
    keys.store.replace(keys.record(key.kid(), key.algorithm(), spelt, key.sealedPrivate()));

    Node node = keys.start(keys.ring, TokenAlgorithm.EDDSA);
    assertThat(node.outcome(node.issue())).isEqualTo("verified");
    assertThat(JsonUtil.parseJson(node.keys.jwks()))
        .isEqualTo(Map.of("keys", List.of(JsonUtil.parseJson(key.publicJwk()))));
  }

  /** Writes a public half with double quotes for single ones, and the members of the genuine one in place of the words. */
  private static String written(String template, String genuine) {
    try {
      Map<String, Object> members = JsonUtil.parseJson(genuine);
      String x = String.valueOf(members.remove("x"));
      String head = JsonUtil.toJson(members);
      return template
          .replace('\'', '"')
          .replace("GOOD", genuine)
          .replace("HEAD", head.substring(1, head.length() - 1))
          .replace("\"X\"", '"' + x + '"')
          .replace("OTHER", "A".repeat(43));
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("JWT-04 JWT-05 the algorithm of a stored key replaced")
  void refusesAKeyWhoseAlgorithmWasReplaced() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = keys.store.list().get(0);
    keys.store.replace(
        keys.record(key.kid(), TokenAlgorithm.HS256, key.publicJwk(), key.sealedPrivate()));

    assertStartFails("HS256");
  }

  @Test
  void refusesAPrivateHalfThatWasSealedForAnotherKey() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = keys.store.list().get(0);
    keys.store.plant(
        keys.record(PlantedKeys.KID, key.algorithm(), key.publicJwk(), key.sealedPrivate()));

    assertStartFails("AUTH-1103");
  }

  @Test
  @DisplayName("JWT-16 two keys of one name")
  void refusesTwoKeysOfOneName() {
    keys.start(keys.ring, TokenAlgorithm.EDDSA);
    keys.store.plant(keys.store.list().get(0));

    assertStartFails("two signing keys");
  }

  @ParameterizedTest
  @DisplayName("JWT-05 a key that is not for signatures, or of another name or algorithm")
  @CsvSource({"use, enc", "alg, ES384", "alg, none", "kid, other", "use, ", "alg, ", "kid, "})
  void refusesAKeyForAnotherPurpose(String member, String value) throws Exception {
    Map<String, Object> jwk = PlantedKeys.ec("secp256r1");
    jwk.put(member, value);
    keys.plant(TokenAlgorithm.ES256, jwk);

    assertStartFails("does not say");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"kty\":\"EC\"}", "{\"kty\":\"oct\"}", "x"})
  void refusesWhatIsNoKey(String json) {
    Sealed sealed =
        keys.ring.seal("signing-key", PlantedKeys.KID, json.getBytes(StandardCharsets.UTF_8));
    keys.store.plant(keys.record(PlantedKeys.KID, TokenAlgorithm.EDDSA, "{}", sealed));

    assertStartFails("not usable");
  }

  private void assertStartFails(String because) {
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.start(keys.ring, TokenAlgorithm.EDDSA))
        .withMessageContaining(because);
  }
}

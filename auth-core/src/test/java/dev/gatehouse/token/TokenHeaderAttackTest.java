package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.encode;
import static dev.gatehouse.token.Forge.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are not ours: algorithm, key id, type and parameters, in the rows JWT-01 to JWT-32 of the abuse catalogue. */
final class TokenHeaderAttackTest {
  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final Node node = new Node(store, new Wire(), clock, Node.policy(TokenAlgorithm.EDDSA));
  private final Forge forge = new Forge(node, clock.instant());

  @Test
  void acceptsTheTokenThatTheAttacksStartFrom() {
    assertThat(node.outcome(forge.token())).isEqualTo("verified");
  }

  @ParameterizedTest
  @DisplayName("JWT-01 no algorithm in any spelling, with no, wrong or right signature")
  @ValueSource(
      strings = {
        "\"none\"",
        "\"None\"",
        "\"nOnE\"",
        "\"NONE\"",
        "\"\"",
        "null",
        "1",
        "[\"EdDSA\"]",
        "{}",
        "true"
      })
  void refusesEveryFormOfNoAlgorithm(String alg) {
    String header = "{\"alg\":%s,\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(alg, forge.kid());
    String unsigned = encode(header) + '.' + encode(forge.payload()) + '.';

    node.assertRefused(unsigned, unsigned + "AAAA", forge.tokenWithHeader(header));
  }

  @Test
  @DisplayName("JWT-01 no algorithm member at all")
  void refusesAHeaderWithoutAlgorithm() {
    String header = "{\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(forge.kid());

    node.assertRefused(forge.tokenWithHeader(header));
  }

  @ParameterizedTest
  @DisplayName("JWT-02 algorithm in another spelling")
  @ValueSource(
      strings = {"eddsa", "EDDSA", "EdDSA ", " EdDSA", "EdDSA\\u0000", "Ed\\u0044SA", "Ed25519"})
  void refusesAnotherSpellingOfTheAlgorithm(String alg) {
    node.assertRefused(forge.tokenWithHeader(header(alg)));
  }

  @ParameterizedTest
  @DisplayName("JWT-03 HS256 keyed with our public key")
  @EnumSource(
      value = TokenAlgorithm.class,
      names = {"EDDSA", "ES256", "PS256"})
  void refusesAMacUnderThePublicKey(TokenAlgorithm algorithm) throws Exception {
    Node other = Node.alone(clock, algorithm);
    Forge forged = new Forge(other, clock.instant());
    String jwk = other.keys.list().get(0).publicJwk();
    PublicJsonWebKey published = PublicJsonWebKey.Factory.newPublicJwk(jwk);
    byte[] der = published.getPublicKey().getEncoded();
    String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----";
    String x = String.valueOf(JsonUtil.parseJson(jwk).getOrDefault("x", "none"));
    List<byte[]> keys = List.of(
        bytes(pem),
        bytes(pem + '\n'),
        der,
        bytes(jwk),
        bytes(x),
        Base64.getUrlDecoder().decode(x),
        bytes(published.calculateBase64urlEncodedThumbprint("SHA-256")));
    for (byte[] key : keys) {
      String signed =
          encode("{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(forged.kid()))
              + '.'
              + encode(forged.payload());
      assertThat(other.accepts(signed + '.' + encode(hmac(key, signed)))).isFalse();
    }
  }

  @ParameterizedTest
  @DisplayName("JWT-04 the same key id under another algorithm")
  @ValueSource(strings = {"ES256", "ES384", "PS256", "PS384", "RS256", "HS256", "HS512", "Ed448"})
  void refusesAnotherAlgorithmForTheSameKey(String alg) {
    node.assertRefused(forge.tokenWithHeader(header(alg)));
  }

  @Test
  @DisplayName("JWT-11 hostile key ids")
  void asksTheStoreForAPlausibleKeyIdOnly() {
    int before = store.reads.get();
    List<String> kids = List.of(
        "../../dev/null",
        "/proc/self/environ",
        "' OR '1'='1",
        "*)(uid=*",
        "a\\r\\nX: y",
        "\uD83D\uDE00",
        "",
        "a".repeat(65),
        "a b",
        "a.b",
        "\\u0061");
    for (String kid : kids) {
      node.assertRefused(forge.tokenWithHeader(
          "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(kid)));
    }
    for (String kid : List.of("null", "1", "[\"" + forge.kid() + "\"]", "{}")) {
      node.assertRefused(forge.tokenWithHeader(
          "{\"alg\":\"EdDSA\",\"kid\":%s,\"typ\":\"at+jwt\"}".formatted(kid)));
    }

    assertThat(store.reads.get()).isEqualTo(before);
  }

  @Test
  @DisplayName("JWT-11 JWT-12 a flood of unknown key ids: our own store is asked once in 30 s")
  void asksTheStoreOnceInThirtySecondsHoweverManyKeyIdsAreUnknown() {
    int before = store.reads.get();
    for (int i = 0; i < 10_000; i++) {
      assertThat(node.outcome(withKid("unknown-" + i))).isEqualTo("UNKNOWN_KEY");
    }
    assertThat(store.reads.get()).isEqualTo(before + 1);

    clock.advance(Duration.ofMillis(29_999));
    node.outcome(withKid("another"));
    assertThat(store.reads.get()).isEqualTo(before + 1);

    clock.advance(Duration.ofMillis(1));
    node.outcome(withKid("another"));
    assertThat(store.reads.get()).isEqualTo(before + 2);
  }

  @Test
  @DisplayName("JWT-13 to JWT-15 a key brought along in the header, signed with it")
  void refusesAKeyThatTheTokenBringsAlong() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String own = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic()).toJson();
    for (String member : List.of(
        "\"jwk\":" + own,
        "\"jku\":\"https://evil.example/keys\"",
        "\"jku\":\"https://app.example.com/out?to=https://evil.example\"",
        "\"jku\":\"https://app.example.com@evil.example/\"",
        "\"x5u\":\"file:///etc/passwd\"",
        "\"x5u\":\"http://169.254.169.254/latest\"",
        "\"x5c\":[\"MIIB\"]",
        "\"x5t\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"")) {
      String header =
          "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\",%s}".formatted(forge.kid(), member);
      node.assertRefused(forge.tokenWithHeader(header));
      node.assertRefused(signedBy(pair, header));
    }
    node.assertRefused(signedBy(pair, header("EdDSA")));
  }

  @ParameterizedTest
  @DisplayName("JWT-17 JWT-21 JWT-23 any further header parameter, signed by our own key")
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"],\"exp\":1",
        "\"crit\":[]",
        "\"crit\":\"b64\"",
        "\"crit\":[\"absent\"]",
        "\"crit\":[\"b64\"],\"b64\":false",
        "\"b64\":false",
        "\"cty\":\"JWT\"",
        "\"zip\":\"DEF\"",
        "\"enc\":\"A128GCM\"",
        "\"p2c\":2147483647",
        "\"x\":1"
      })
  void refusesAnyFurtherHeaderParameter(String member) {
    node.assertRefused(forge.tokenWithHeader(
        "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\",%s}".formatted(forge.kid(), member)));
  }

  @Test
  @DisplayName("JWT-17 unencoded payload")
  void refusesAnUnencodedPayload() {
    String header = encode(
        "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"%s\",\"typ\":\"at+jwt\"}"
            .formatted(forge.kid()));

    node.assertRefused(
        forge.sign(header, forge.payload()), forge.sign(header, encode(forge.payload())));
  }

  @Test
  @DisplayName("JWT-25 a header member twice, also escaped")
  void refusesADuplicateHeaderMember() {
    String kid = forge.kid();

    node.assertRefused(
        forge.tokenWithHeader(
            "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"kid\":\"" + kid + "\",\"typ\":\"at+jwt\"}"),
        forge.tokenWithHeader(
            "{\"alg\":\"none\",\"alg\":\"EdDSA\",\"kid\":\"" + kid + "\",\"typ\":\"at+jwt\"}"),
        forge.tokenWithHeader("{\"alg\":\"EdDSA\",\"kid\":\"" + kid
            + "\",\"typ\":\"at+jwt\",\"\\u0061lg\":\"none\"}"));
  }

  @Test
  @DisplayName("JWT-30 only our own spellings of the type")
  void acceptsTheTwoSpellingsOfTheTypeThatWeWrite() {
    assertThat(node.outcome(forge.tokenWithHeader(typed("at+jwt")))).isEqualTo("verified");
    assertThat(node.outcome(forge.tokenWithHeader(typed("application/at+jwt"))))
        .isEqualTo("verified");
  }

  @ParameterizedTest
  @DisplayName("JWT-30 any other type")
  @ValueSource(
      strings = {
        "JWT",
        "jwt",
        "at+JWT",
        "AT+JWT",
        "Application/at+jwt",
        "logout+jwt",
        "dpop+jwt",
        "at+jwt\\u0000",
        "at+jwt ",
        " at+jwt",
        "id+jwt",
        "",
        "at\\u002bjwt",
        "application/application/at+jwt"
      })
  void refusesAnyOtherType(String type) {
    assertThat(node.outcome(forge.tokenWithHeader(typed(type)))).isEqualTo("WRONG_TYPE");
  }

  @Test
  @DisplayName(
      "JWT-30 JWT-31 our header in another order, with blanks or without a type, signed by our key")
  void refusesEveryOtherSpellingOfOurOwnHeader() {
    String kid = quoted(forge.kid());

    assertThat(List.of(
            "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":" + kid + "}",
            "{\"kid\":" + kid + ",\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}",
            "{\"alg\":\"EdDSA\", \"kid\":" + kid + ",\"typ\":\"at+jwt\"}",
            "{\"alg\":\"EdDSA\",\"kid\":" + kid + ",\"typ\":\"at+jwt\"} ",
            "{\"alg\":\"EdDSA\",\"kid\":" + kid + ",\"typ\":\"at+jwt\"}\n",
            "\uFEFF{\"alg\":\"EdDSA\",\"kid\":" + kid + ",\"typ\":\"at+jwt\"}",
            "{\"alg\":\"EdDSA\",\"kid\":" + kid + ",\"typ\":null}",
            "{\"alg\":\"EdDSA\",\"kid\":" + kid + "}"))
        .allSatisfy(header ->
            assertThat(node.outcome(forge.tokenWithHeader(header))).isEqualTo("WRONG_TYPE"));
  }

  @Test
  @DisplayName("JWT-32 an ID token of our own key")
  void refusesAnIdToken() {
    node.assertRefused(forge.tokenWithHeader(typed("JWT")));
  }

  private String header(String alg) {
    return "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(alg, forge.kid());
  }

  private String typed(String type) {
    return "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"%s\"}".formatted(forge.kid(), type);
  }

  private String withKid(String kid) {
    return encode("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(kid))
        + ".AAAA.AAAA";
  }

  private String signedBy(KeyPair pair, String header) throws Exception {
    String signed = encode(header) + '.' + encode(forge.payload());
    java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(bytes(signed));
    return signed + '.' + encode(signer.sign());
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

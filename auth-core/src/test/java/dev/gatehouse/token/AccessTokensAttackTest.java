package dev.gatehouse.token;

import static dev.gatehouse.token.Forge.encode;
import static dev.gatehouse.token.Forge.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.token.TokenVerification.Verified;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.AesKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows JWT-01 to JWT-25 of the abuse catalogue: what is wrong with the text, the header or the signature. */
final class AccessTokensAttackTest {
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

    assertRefused(unsigned, unsigned + "AAAA", forge.tokenWithHeader(header));
  }

  @Test
  @DisplayName("JWT-01 no algorithm member at all")
  void refusesAHeaderWithoutAlgorithm() {
    String header = "{\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(forge.kid());

    assertRefused(forge.tokenWithHeader(header));
  }

  @ParameterizedTest
  @DisplayName("JWT-02 algorithm in another spelling")
  @ValueSource(
      strings = {"eddsa", "EDDSA", "EdDSA ", " EdDSA", "EdDSA\\u0000", "Ed\\u0044SA", "Ed25519"})
  void refusesAnotherSpellingOfTheAlgorithm(String alg) {
    assertRefused(forge.tokenWithHeader(header(alg)));
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
    assertRefused(forge.tokenWithHeader(header(alg)));
  }

  @ParameterizedTest
  @DisplayName("JWT-06 signature removed, cut, extended")
  @EnumSource(TokenAlgorithm.class)
  void refusesARemovedCutOrExtendedSignature(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));

    assertThat(List.of(
            token.substring(0, dot),
            token.substring(0, dot + 1),
            token.substring(0, token.length() - 1),
            token.substring(0, dot + 1) + encode(Arrays.copyOf(signature, signature.length - 1)),
            token.substring(0, dot + 1) + encode(Arrays.copyOf(signature, signature.length + 1)),
            token.substring(0, dot + 1) + encode(new byte[signature.length])))
        .noneMatch(other::accepts);
  }

  @ParameterizedTest
  @DisplayName("JWT-06 JWT-07 one bit flipped at every position")
  @EnumSource(TokenAlgorithm.class)
  void refusesATokenWithOneFlippedBitAtEveryPosition(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    byte[] token = bytes(other.issue());
    List<String> accepted = new ArrayList<>();
    for (int bit = 0; bit < token.length * 7; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 7] ^= (byte) (1 << bit % 7);
      String text = new String(flipped, StandardCharsets.ISO_8859_1);
      if (other.accepts(text)) {
        accepted.add(text);
      }
    }

    assertThat(accepted).isEmpty();
    assertThat(other.accepts(new String(token, StandardCharsets.ISO_8859_1))).isTrue();
  }

  @ParameterizedTest
  @DisplayName(
      "JWT-06 one bit flipped at every position of header, payload and signature before encoding")
  @EnumSource(TokenAlgorithm.class)
  void refusesOneFlippedBitInEveryDecodedPart(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String[] parts = other.issue().split("\\.");
    for (int part = 0; part < 3; part++) {
      byte[] original = Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < original.length * 8; bit++) {
        byte[] flipped = original.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        String[] changed = parts.clone();
        changed[part] = encode(flipped);
        assertThat(other.accepts(String.join(".", changed))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @DisplayName("JWT-07 each claim changed after signing")
  @ValueSource(
      strings = {"iss", "aud", "sub", "sid", "jti", "iat", "exp", "auth_time", "uep", "rep", "amr"})
  void refusesAClaimThatChangedAfterSigning(String claim) {
    String token = forge.token();
    String signature = token.substring(token.lastIndexOf('.'));
    String header = token.substring(0, token.indexOf('.') + 1);

    assertRefused(header + encode(forge.with(claim, "1795348801").payload()) + signature);
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
      assertRefused(forge.tokenWithHeader(
          "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(kid)));
    }
    for (String kid : List.of("null", "1", "[\"" + forge.kid() + "\"]", "{}")) {
      assertRefused(forge.tokenWithHeader(
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
      assertRefused(forge.tokenWithHeader(header));
      assertRefused(signedBy(pair, header));
    }
    assertRefused(signedBy(pair, header("EdDSA")));
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
    assertRefused(forge.tokenWithHeader(
        "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"at+jwt\",%s}".formatted(forge.kid(), member)));
  }

  @Test
  @DisplayName("JWT-17 unencoded payload")
  void refusesAnUnencodedPayload() {
    String header = encode(
        "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"%s\",\"typ\":\"at+jwt\"}"
            .formatted(forge.kid()));

    assertRefused(forge.sign(header, forge.payload()), forge.sign(header, encode(forge.payload())));
  }

  @Test
  @DisplayName("JWT-18 JSON serialisations around a valid signature")
  void refusesJsonSerialisations() {
    String[] parts = forge.token().split("\\.");
    String inner = "\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2] + "\"";

    assertRefused(
        "{\"payload\":\"" + parts[1] + "\"," + inner + "}",
        "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{" + inner + "}]}");
  }

  @Test
  @DisplayName("JWT-19 any number of parts but three")
  void refusesAnyOtherNumberOfParts() {
    String token = forge.token();
    String[] parts = token.split("\\.");

    assertRefused("", ".", "..", "...", "a", "a.b", "a.b.", ".b.c", "a..c");
    assertRefused(parts[0] + '.' + parts[1], token + '.', '.' + token, token + '.' + parts[2]);
    assertRefused(token + ".a.b", token + ".".repeat(100), parts[0] + ".." + parts[2]);
  }

  @Test
  @DisplayName("JWT-20 encrypted tokens with a token inside")
  void refusesEncryptedTokens() throws Exception {
    JsonWebEncryption jwe = new JsonWebEncryption();
    jwe.setAlgorithmHeaderValue("dir");
    jwe.setEncryptionMethodHeaderParameter("A256GCM");
    jwe.setHeader("typ", "at+jwt");
    jwe.setKeyIdHeaderValue(forge.kid());
    jwe.setKey(new AesKey(new byte[32]));
    jwe.setPlaintext(forge.token());

    assertRefused(jwe.getCompactSerialization());
  }

  @Test
  @DisplayName("JWT-21 a token inside of a token")
  void refusesANestedToken() {
    assertRefused(
        forge.tokenWithPayload(forge.token()), forge.tokenWithPayload(quoted(forge.token())));
  }

  @ParameterizedTest
  @DisplayName("JWT-22 password-based encryption with a huge count costs nothing")
  @ValueSource(strings = {"PBES2-HS256+A128KW", "PBES2-HS512+A256KW"})
  void refusesPasswordBasedEncryptionUnread(String alg) {
    String header =
        encode("{\"alg\":\"" + alg + "\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}");

    assertRefused(header + ".AAAA.AAAA.AAAA.AAAA", header + ".AAAA.AAAA");
  }

  @ParameterizedTest
  @DisplayName("JWT-24 length is judged before anything else")
  @ValueSource(ints = {8 * 1024 + 1, 64 * 1024, 10 * 1024 * 1024})
  void refusesATokenThatIsTooLong(int length) {
    String token = forge.token();
    String longer = token.substring(0, token.indexOf('.') + 1)
        + "A".repeat(length - token.length())
        + token.substring(token.indexOf('.') + 1);

    assertThat(longer).hasSize(length);
    assertThat(node.outcome(longer)).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-24 the longest token that is read, and one character more")
  void acceptsAGenuineTokenUpToExactlyEightKibibytes() {
    String fits = paddedTo(8 * 1024);
    String tooLong = paddedTo(8 * 1024 + 2);

    assertThat(node.outcome(fits)).isEqualTo("verified");
    assertThat(node.outcome(tooLong)).isEqualTo("MALFORMED");
  }

  @Test
  @DisplayName("JWT-25 a header member twice, also escaped")
  void refusesADuplicateHeaderMember() {
    String kid = forge.kid();

    assertRefused(
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

  @ParameterizedTest
  @DisplayName("JWT-31 a known token in another spelling")
  @EnumSource(TokenAlgorithm.class)
  void refusesAKnownTokenInAnotherSpelling(TokenAlgorithm algorithm) {
    Node other = Node.alone(clock, algorithm);
    String token = other.issue();
    assertThat(other.accepts(token)).isTrue();

    assertThat(List.of(
            token + ' ',
            ' ' + token,
            token + '\n',
            token + "=",
            token + "==",
            token + '\u0000',
            token.replace(".", ". "),
            token.replaceFirst("\\.", "=."),
            token + "%3D",
            token + "\u00AD"))
        .noneMatch(other::accepts);
    assertThat(unusedBitVariants(token)).noneMatch(other::accepts);
  }

  @Test
  @DisplayName("JWT-31 the standard base64 alphabet")
  void refusesTheStandardAlphabet() {
    List<String> respelled = Stream.generate(node::issue)
        .filter(token -> token.contains("-") || token.contains("_"))
        .map(token -> token.replace('-', '+').replace('_', '/'))
        .limit(20)
        .toList();

    assertThat(respelled).noneMatch(node::accepts);
  }

  @Test
  @DisplayName("JWT-32 every other token of this library in the place of an access token")
  void refusesOtherKindsOfTokens() {
    for (String prefix : List.of("grt", "gvt", "gpr", "gak", "whsec")) {
      assertRefused(OpaqueToken.issue(prefix, node.random).reveal());
    }
    assertRefused("123456", "usr_01h455vb4pex5vsknk084sn02q", "Basic dXNlcjpwYXNz");
  }

  @Test
  @DisplayName("JWT-32 an ID token of our own key")
  void refusesAnIdToken() {
    assertRefused(forge.tokenWithHeader(typed("JWT")));
  }

  @Test
  void refusesATokenWithACharacterReplacedOrInserted() {
    String token = forge.token();

    assertThat(Stream.generate(() -> mutated(token)).limit(5_000)).noneMatch(node::accepts);
  }

  private String mutated(String token) {
    byte[] dice = node.random.bytes(4);
    int at = Math.floorMod(dice[0] << 8 | dice[1] & 255, token.length());
    char other = (char) (dice[2] & 0x7F);
    String changed = token.substring(0, at) + other + token.substring(at + (dice[3] & 1));
    return changed.equals(token) ? token + '.' : changed;
  }

  private String paddedTo(int length) {
    String empty = forge.with("pad", quoted("")).token();
    for (int size = (length - empty.length()) / 4 * 3; ; size++) {
      String token = forge.with("pad", quoted("x".repeat(size))).token();
      if (token.length() >= length) {
        assertThat(token).hasSizeBetween(length, length + 1);
        return token;
      }
    }
  }

  private static List<String> unusedBitVariants(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    List<String> variants = new ArrayList<>();
    String[] parts = token.split("\\.");
    for (int part = 0; part < 3; part++) {
      String original = parts[part];
      byte[] decoded = Base64.getUrlDecoder().decode(original);
      for (char last : alphabet.toCharArray()) {
        String other = original.substring(0, original.length() - 1) + last;
        if (!other.equals(original)
            && Arrays.equals(decoded, Base64.getUrlDecoder().decode(other))) {
          String[] changed = parts.clone();
          changed[part] = other;
          variants.add(String.join(".", changed));
        }
      }
    }
    return variants.isEmpty() ? Collections.singletonList(token + "=") : variants;
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

  private void assertRefused(String... tokens) {
    for (String token : tokens) {
      assertThat(node.tokens.verify(token)).as(token).isNotInstanceOf(Verified.class);
    }
  }
}

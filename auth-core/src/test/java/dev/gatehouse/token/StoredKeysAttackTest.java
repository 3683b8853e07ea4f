package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that hold altered, foreign or unsound keys, and application secrets that changed. */
final class StoredKeysAttackTest {
  private static final String KID = "planted";
  private static final byte[] PROBE = "header.claims".getBytes(StandardCharsets.US_ASCII);
  private static final Secret OTHER_SECRET =
      Secret.of("ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8");

  private final MovableClock clock = new MovableClock();
  private final ListKeyStore store = new ListKeyStore();
  private final KeyRing ring = Node.ring(Node.SECRET);

  @Test
  @DisplayName("AUTH-1103 a changed secret")
  void saysWhatToDoWhenTheSecretHasChanged() {
    start(ring, TokenAlgorithm.EDDSA);
    String kid = store.list().get(0).kid();

    assertThatIllegalStateException()
        .isThrownBy(() -> start(Node.ring(OTHER_SECRET), TokenAlgorithm.EDDSA))
        .withMessageContainingAll("AUTH-1103", kid, "gatehouse.previous-secrets");
  }

  @Test
  void opensKeysOfThePreviousSecret() {
    String token = start(ring, TokenAlgorithm.EDDSA).issue();

    Node later = start(Node.ring(OTHER_SECRET, Node.SECRET), TokenAlgorithm.EDDSA);

    assertThat(later.outcome(token)).isEqualTo("verified");
  }

  @Test
  void forgetsAboutAnUnreadableKeyThatIsGone() {
    start(ring, TokenAlgorithm.EDDSA);
    store.disable(store.list().get(0).kid(), clock.instant());

    assertThat(start(Node.ring(OTHER_SECRET), TokenAlgorithm.EDDSA).issue()).isNotEmpty();
  }

  @Test
  void leavesOutAKeyThatBecomesUnreadableWhileRunningAndKeepsTheOthers() {
    Node node = start(ring, TokenAlgorithm.EDDSA);
    String token = node.issue();
    store.plant(record(KID, TokenAlgorithm.EDDSA, "{}", Sealed.of(new byte[64])));
    clock.advance(Duration.ofMinutes(1));

    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.keys.jwks()).doesNotContain(KID);
  }

  @Test
  void refusesAKeyWhosePublicHalfWasReplaced() {
    start(ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = store.list().get(0);
    String other =
        start(new ListKeyStore(), ring, TokenAlgorithm.EDDSA).keys.list().get(0).publicJwk();
    store.replace(record(key.kid(), key.algorithm(), other, key.sealedPrivate()));

    assertStartFails("public half");
  }

  @Test
  @DisplayName("JWT-04 JWT-05 the algorithm of a stored key replaced")
  void refusesAKeyWhoseAlgorithmWasReplaced() {
    start(ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = store.list().get(0);
    store.replace(record(key.kid(), TokenAlgorithm.HS256, key.publicJwk(), key.sealedPrivate()));

    assertStartFails("HS256");
  }

  @Test
  void refusesAPrivateHalfThatWasSealedForAnotherKey() {
    start(ring, TokenAlgorithm.EDDSA);
    SigningKeyRecord key = store.list().get(0);
    store.plant(record(KID, key.algorithm(), key.publicJwk(), key.sealedPrivate()));

    assertStartFails("AUTH-1103");
  }

  @Test
  @DisplayName("JWT-16 two keys of one name")
  void refusesTwoKeysOfOneName() {
    start(ring, TokenAlgorithm.EDDSA);
    store.plant(store.list().get(0));

    assertStartFails("two signing keys");
  }

  @ParameterizedTest
  @DisplayName("JWT-05 a key that is not for signatures, or of another name or algorithm")
  @CsvSource({"use, enc", "alg, ES384", "alg, none", "kid, other", "use, ", "alg, ", "kid, "})
  void refusesAKeyForAnotherPurpose(String member, String value) throws Exception {
    Map<String, Object> jwk = ec("secp256r1");
    jwk.put(member, value);
    plant(TokenAlgorithm.ES256, jwk);

    assertStartFails("does not say");
  }

  @ParameterizedTest
  @DisplayName("JWT-16 EC keys on another curve")
  @ValueSource(strings = {"secp384r1", "secp521r1"})
  void refusesAnotherCurve(String curve) throws Exception {
    plant(TokenAlgorithm.ES256, ec(curve));

    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, "P-256");
  }

  @Test
  @DisplayName("JWT-16 a point whose x is zero")
  void refusesAPointWithoutAnX() throws Exception {
    Map<String, Object> none = ec("secp256r1");
    none.put("x", Forge.encode(new byte[32]));
    plant(TokenAlgorithm.ES256, none);
    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, "not usable");
  }

  @Test
  @DisplayName("JWT-16 an x of another key's point")
  void refusesAPointOffTheCurve() throws Exception {
    Map<String, Object> off = ec("secp256r1");
    off.put("x", ec("secp256r1").get("x"));
    plant(TokenAlgorithm.ES256, off);
    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, "not usable");
  }

  @Test
  @DisplayName("JWT-16 another key's point")
  void refusesAnotherKeysPoint() throws Exception {
    Map<String, Object> mixed = ec("secp256r1");
    mixed.put("d", ec("secp256r1").get("d"));
    plant(TokenAlgorithm.ES256, mixed);
    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, "does not verify what it signs");
  }

  @ParameterizedTest
  @DisplayName("JWT-16 RSA keys that are too small or have another exponent")
  @CsvSource({"1024, 65537", "2048, 65537", "3071, 65537", "3072, 3"})
  void refusesWeakRsaKeys(int bits, int exponent) throws Exception {
    Map<String, Object> key = switch (bits) {
      case 3071 -> rsa(TestRsa.P, TestRsa.R, exponent);
      case 3072 -> rsa(TestRsa.P, TestRsa.Q, exponent);
      default ->
        jwk("RSA", new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)), "PS256");
    };
    // The one that takes its place; to find primes for another takes seconds.
    store.plant(Node.rsaKey(clock.instant()));
    plant(TokenAlgorithm.PS256, key);

    assertSignsAndVerifiesNothing(TokenAlgorithm.PS256, "3072");
  }

  @ParameterizedTest
  @DisplayName("JWT-16 secret keys that are not 32 bytes")
  @ValueSource(ints = {1, 31, 33, 64})
  void refusesSecretsOfAnotherLength(int length) {
    plant(TokenAlgorithm.HS256, secret(Forge.encode(new byte[length])));

    assertSignsAndVerifiesNothing(TokenAlgorithm.HS256, "32 bytes");
  }

  @Test
  @DisplayName("JWT-16 an empty secret key")
  void refusesAnEmptySecret() {
    plant(TokenAlgorithm.HS256, secret(""));

    assertStartFails("not usable");
  }

  @ParameterizedTest
  @DisplayName("JWT-09 public points of small order, and points that are none")
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesPointsOfSmallOrder(String hex) {
    plant(TokenAlgorithm.EDDSA, ed25519(java.util.HexFormat.of().parseHex(hex)));

    assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "prime order");
  }

  @Test
  @DisplayName("JWT-09 the key's own point plus the point of order two")
  void refusesAPointOfMixedOrder() {
    byte[] encoded = Ed25519Key.publicKey(new byte[32]);
    boolean negative = encoded[31] < 0;
    encoded[31] &= 0x7F;
    BigInteger y = new BigInteger(1, Arrays.reverse(encoded));
    BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    // (x, y) + (0, -1) = (-x, -y)
    byte[] mixed = Arrays.reverse(BigIntegers.asUnsignedByteArray(32, p.subtract(y)));
    mixed[31] |= (byte) (negative ? 0 : 0x80);
    plant(TokenAlgorithm.EDDSA, ed25519(mixed));

    assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "prime order");
  }

  @Test
  @DisplayName("JWT-09 a signature that is genuine to the point of order one, whatever was signed")
  void verifiesNothingThatAnybodyCouldSign() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    plant(TokenAlgorithm.EDDSA, ed25519(neutral));
    // R = the neutral point, S = 0: then S B = R + h A for every h.
    byte[] forged = Arrays.copyOf(neutral, 64);

    JwsKey planted = assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "prime order");

    assertThat(planted.verify(PROBE, PROBE.length, forged)).isFalse();
  }

  @Test
  @DisplayName("JWT-16 a genuine MAC of a key that is too long")
  void verifiesNothingWithASecretOfAnotherLength() throws Exception {
    plant(TokenAlgorithm.HS256, secret(Forge.encode(new byte[33])));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[33], "HmacSHA256"));

    JwsKey planted = assertSignsAndVerifiesNothing(TokenAlgorithm.HS256, "32 bytes");

    assertThat(planted.verify(PROBE, PROBE.length, mac.doFinal(PROBE))).isFalse();
  }

  @Test
  @DisplayName("an unsound key that becomes the newest while running: the older one goes on")
  void anOlderKeyGoesOnBesideAnUnsoundOne() {
    Node node = start(ring, TokenAlgorithm.EDDSA);
    String before = node.issue();
    String kid = store.only().kid();
    clock.advance(Duration.ofSeconds(61));
    plant(TokenAlgorithm.EDDSA, ed25519(new byte[32]));
    clock.advance(Duration.ofSeconds(61));

    assertThat(node.outcome(node.issue())).isEqualTo("verified");
    assertThat(node.keys.signer().stored().kid()).isEqualTo(kid);
    assertThat(node.outcome(before)).isEqualTo("verified");
    node.keys.maintain();
    assertThat(store.list()).hasSize(2);
  }

  @Test
  void refusesAnEd25519KeyWithAnotherKeysPoint() {
    byte[] other = new byte[32];
    other[0] = 9;
    plant(TokenAlgorithm.EDDSA, ed25519(Ed25519Key.publicKey(other)));

    assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "does not verify what it signs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"kty\":\"EC\"}", "{\"kty\":\"oct\"}", "x"})
  void refusesWhatIsNoKey(String json) {
    Sealed sealed = ring.seal("signing-key", KID, json.getBytes(StandardCharsets.UTF_8));
    store.plant(record(KID, TokenAlgorithm.EDDSA, "{}", sealed));

    assertStartFails("not usable");
  }

  /**
   * What is wrong with such a key turns out when it is first used: then another one signs, and nobody is told of it. Returns
   * the planted key.
   */
  private JwsKey assertSignsAndVerifiesNothing(TokenAlgorithm algorithm, String because) {
    Node node = start(ring, algorithm);
    String token = node.issue();
    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.keys.signer().stored().kid()).isNotEqualTo(KID);
    assertThat(node.keys.check().kid()).get().isNotEqualTo(KID);
    assertThat(node.keys.jwks()).doesNotContain(KID);

    SigningKeyRecord stored =
        store.list().stream().filter(key -> key.kid().equals(KID)).findFirst().orElseThrow();
    JwsKey planted =
        node.keys.current(clock.instant()).find(stored).orElseThrow().key();
    assertThatIllegalStateException()
        .isThrownBy(() -> planted.sign(PROBE))
        .withMessageContainingAll(KID, because, "disable it");
    assertThat(planted.verify(PROBE, PROBE.length, new byte[64])).isFalse();
    return planted;
  }

  private void assertStartFails(String because) {
    assertThatIllegalStateException()
        .isThrownBy(() -> start(ring, TokenAlgorithm.EDDSA))
        .withMessageContaining(because);
  }

  private Node start(KeyRing secrets, TokenAlgorithm algorithm) {
    return start(store, secrets, algorithm);
  }

  private Node start(ListKeyStore keys, KeyRing secrets, TokenAlgorithm algorithm) {
    return new Node(keys, new Wire(), clock, Node.policy(algorithm), secrets);
  }

  private void plant(TokenAlgorithm algorithm, Map<String, Object> jwk) {
    store.plant(sealed(algorithm, jwk));
  }

  private SigningKeyRecord sealed(TokenAlgorithm algorithm, Map<String, Object> jwk) {
    jwk.values().removeIf(java.util.Objects::isNull);
    byte[] json = JsonUtil.toJson(jwk).getBytes(StandardCharsets.UTF_8);
    jwk.keySet().removeAll(java.util.Set.of("d", "p", "q", "dp", "dq", "qi", "k"));
    return record(KID, algorithm, JsonUtil.toJson(jwk), ring.seal("signing-key", KID, json));
  }

  private SigningKeyRecord record(
      String kid, TokenAlgorithm algorithm, String publicJwk, Sealed sealed) {
    Instant now = clock.instant();
    return new SigningKeyRecord(
        kid,
        algorithm,
        publicJwk,
        sealed,
        now,
        now,
        now.plusSeconds(1_000),
        now.plusSeconds(2_000));
  }

  private static Map<String, Object> ec(String curve) throws Exception {
    return jwk("EC", new ECGenParameterSpec(curve), "ES256");
  }

  private static Map<String, Object> rsa(BigInteger p, BigInteger q, int exponent)
      throws Exception {
    return named(
        TestRsa.key(p, q, BigInteger.valueOf(exponent))
            .toParams(OutputControlLevel.INCLUDE_PRIVATE),
        "PS256");
  }

  private static Map<String, Object> jwk(String name, AlgorithmParameterSpec spec, String alg)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
    generator.initialize(spec);
    KeyPair pair = generator.generateKeyPair();
    PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    jwk.setPrivateKey(pair.getPrivate());
    return named(jwk.toParams(OutputControlLevel.INCLUDE_PRIVATE), alg);
  }

  private static Map<String, Object> ed25519(byte[] point) {
    return named(
        Map.of(
            "kty",
            "OKP",
            "crv",
            "Ed25519",
            "d",
            Forge.encode(new byte[32]),
            "x",
            Base64.getUrlEncoder().withoutPadding().encodeToString(point)),
        "EdDSA");
  }

  private static Map<String, Object> secret(String k) {
    return named(Map.of("kty", "oct", "k", k), "HS256");
  }

  private static Map<String, Object> named(Map<String, Object> params, String alg) {
    Map<String, Object> jwk = new LinkedHashMap<>(params);
    jwk.put("kid", KID);
    jwk.put("use", "sig");
    jwk.put("alg", alg);
    return jwk;
  }
}

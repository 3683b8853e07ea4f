package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored keys whose flaw turns out when they are first used: another one signs, and nobody is told of them. */
final class UnsoundKeysAttackTest {
  private static final byte[] PROBE = "header.claims".getBytes(StandardCharsets.US_ASCII);

  private final PlantedKeys keys = new PlantedKeys();

  @ParameterizedTest
  @DisplayName("JWT-16 EC keys on another curve")
  @ValueSource(strings = {"secp384r1", "secp521r1"})
  void refusesAnotherCurve(String curve) throws Exception {
    keys.plant(TokenAlgorithm.ES256, PlantedKeys.ec(curve));

    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, "P-256");
  }

  @ParameterizedTest(name = "{0} of another key: {1}")
  @DisplayName("JWT-16 a point off the curve, without an x, or of another key")
  @CsvSource({
    "x, false, not usable",
    "x, true, not usable",
    "d, true, does not verify what it signs"
  })
  void refusesAPointThatIsNotTheKeys(String member, boolean another, String because)
      throws Exception {
    Map<String, Object> mixed = PlantedKeys.ec("secp256r1");
    Object foreign = another ? PlantedKeys.ec("secp256r1").get(member) : Forge.encode(new byte[32]);
    mixed.put(member, foreign);
    keys.plant(TokenAlgorithm.ES256, mixed);

    assertSignsAndVerifiesNothing(TokenAlgorithm.ES256, because);
  }

  @ParameterizedTest
  @DisplayName("JWT-16 RSA keys that are too small or have another exponent")
  @CsvSource({"1024, 65537", "2048, 65537", "3071, 65537", "3072, 3"})
  void refusesWeakRsaKeys(int bits, int exponent) throws Exception {
    Map<String, Object> key = switch (bits) {
      case 3071 -> PlantedKeys.rsa(TestRsa.P, TestRsa.R, exponent);
      case 3072 -> PlantedKeys.rsa(TestRsa.P, TestRsa.Q, exponent);
      default ->
        PlantedKeys.jwk(
            "RSA", new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)), "PS256");
    };
    // The one that takes its place; to find primes for another takes seconds.
    keys.store.plant(Node.rsaKey(keys.clock.instant()));
    keys.plant(TokenAlgorithm.PS256, key);

    assertSignsAndVerifiesNothing(TokenAlgorithm.PS256, "3072");
  }

  @ParameterizedTest
  @DisplayName("JWT-16 secret keys that are not 32 bytes")
  @CsvSource({"0, not usable", "1, 32 bytes", "31, 32 bytes", "33, 32 bytes", "64, 32 bytes"})
  void refusesSecretsOfAnotherLength(int length, String because) {
    keys.plant(TokenAlgorithm.HS256, PlantedKeys.secret(Forge.encode(new byte[length])));

    assertSignsAndVerifiesNothing(TokenAlgorithm.HS256, because);
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
    keys.plant(TokenAlgorithm.EDDSA, PlantedKeys.ed25519(HexFormat.of().parseHex(hex)));

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
    keys.plant(TokenAlgorithm.EDDSA, PlantedKeys.ed25519(mixed));

    assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "prime order");
  }

  @Test
  @DisplayName("JWT-09 a signature that is genuine to the point of order one, whatever was signed")
  void verifiesNothingThatAnybodyCouldSign() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    keys.plant(TokenAlgorithm.EDDSA, PlantedKeys.ed25519(neutral));
    // R = the neutral point, S = 0: then S B = R + h A for every h.
    byte[] forged = Arrays.copyOf(neutral, 64);

    JwsKey planted = assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "prime order");

    assertThat(planted.verify(PROBE, PROBE.length, forged)).isFalse();
  }

  @Test
  @DisplayName("JWT-16 a genuine MAC of a key that is too long")
  void verifiesNothingWithASecretOfAnotherLength() throws Exception {
    keys.plant(TokenAlgorithm.HS256, PlantedKeys.secret(Forge.encode(new byte[33])));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[33], "HmacSHA256"));

    JwsKey planted = assertSignsAndVerifiesNothing(TokenAlgorithm.HS256, "32 bytes");

    assertThat(planted.verify(PROBE, PROBE.length, mac.doFinal(PROBE))).isFalse();
  }

  @Test
  @DisplayName("an unsound key that becomes the newest while running: the older one goes on")
  void anOlderKeyGoesOnBesideAnUnsoundOne() {
    Node node = keys.start(keys.ring, TokenAlgorithm.EDDSA);
    String before = node.issue();
    String kid = keys.store.only().kid();
    keys.clock.advance(Duration.ofSeconds(61));
    keys.plant(TokenAlgorithm.EDDSA, PlantedKeys.ed25519(new byte[32]));
    keys.clock.advance(Duration.ofSeconds(61));

    assertThat(node.outcome(node.issue())).isEqualTo("verified");
    assertThat(node.keys.signer().stored().kid()).isEqualTo(kid);
    assertThat(node.outcome(before)).isEqualTo("verified");
    node.keys.maintain();
    assertThat(keys.store.list()).hasSize(2);
  }

  @Test
  void refusesAnEd25519KeyWithAnotherKeysPoint() {
    byte[] other = new byte[32];
    other[0] = 9;
    keys.plant(TokenAlgorithm.EDDSA, PlantedKeys.ed25519(Ed25519Key.publicKey(other)));

    assertSignsAndVerifiesNothing(TokenAlgorithm.EDDSA, "does not verify what it signs");
  }

  /**
   * What is wrong with such a key turns out when it is first used: then another one signs, and nobody is told of it. Returns
   * the planted key.
   */
  private JwsKey assertSignsAndVerifiesNothing(TokenAlgorithm algorithm, String because) {
    Node node = keys.start(keys.ring, algorithm);
    String token = node.issue();
    assertThat(node.outcome(token)).isEqualTo("verified");
    assertThat(node.keys.signer().stored().kid()).isNotEqualTo(PlantedKeys.KID);
    assertThat(node.keys.check().kid()).get().isNotEqualTo(PlantedKeys.KID);
    assertThat(node.keys.jwks()).doesNotContain(PlantedKeys.KID);

    SigningKeyRecord stored = keys.store.list().stream()
        .filter(key -> key.kid().equals(PlantedKeys.KID))
        .findFirst()
        .orElseThrow();
    JwsKey planted =
        node.keys.current(keys.clock.instant()).find(stored).orElseThrow().key();
    assertThatIllegalStateException()
        .isThrownBy(() -> planted.sign(PROBE))
        .withMessageContainingAll(PlantedKeys.KID, because, "disable it");
    assertThat(planted.verify(PROBE, PROBE.length, new byte[64])).isFalse();
    return planted;
  }
}

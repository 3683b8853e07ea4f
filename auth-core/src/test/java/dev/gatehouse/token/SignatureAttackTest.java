package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.util.BigIntegers;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that are almost right, for each algorithm. */
final class SignatureAttackTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final MovableClock clock = new MovableClock();

  @Test
  @DisplayName("JWT-08 ES256 with r or s of 0, n, above n")
  void refusesEcdsaValuesOutOfRange() {
    Node node = Node.alone(clock, TokenAlgorithm.ES256);
    byte[] good = signature(node.issue());
    BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    BigInteger zero = BigInteger.ZERO;
    BigInteger all = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    for (BigInteger[] pair : new BigInteger[][] {
      {zero, zero},
      {r, zero},
      {zero, s},
      {N, s},
      {r, N},
      {N, N},
      {N.add(BigInteger.ONE), s},
      {all, all},
      {s, r},
      {BigInteger.ONE, BigInteger.ONE},
      {r, BigInteger.ONE}
    }) {
      assertThat(resigned(node, p1363(pair[0], pair[1]))).isEqualTo("BAD_SIGNATURE");
    }
  }

  @Test
  @DisplayName("JWT-08 JWT-31 ES256 with n - s")
  void refusesTheOtherSignatureOfTheSamePair() {
    Node node = Node.alone(clock, TokenAlgorithm.ES256);
    for (int i = 0; i < 50; i++) {
      String token = node.issue();
      byte[] good = signature(token);
      BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
      BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
      assertThat(node.outcome(token)).isEqualTo("verified");
      assertThat(node.outcome(with(token, p1363(r, N.subtract(s))))).isEqualTo("BAD_SIGNATURE");
    }
  }

  @Test
  @DisplayName("JWT-08 ES256 as DER, with 63 and 65 bytes")
  void refusesOtherFormsOfEcdsaSignatures() throws Exception {
    Node node = Node.alone(clock, TokenAlgorithm.ES256);
    String token = node.issue();
    byte[] good = signature(token);
    byte[] spaced = new byte[66];
    System.arraycopy(good, 0, spaced, 1, 32);
    System.arraycopy(good, 32, spaced, 34, 32);
    Signature der = Signature.getInstance("SHA256withECDSA");
    der.initSign(ecPrivate(node));
    der.update(signed(token));

    assertThat(node.outcome(with(token, der.sign()))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, Arrays.copyOf(good, 63)))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, Arrays.copyOf(good, 65)))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, spaced))).isEqualTo("BAD_SIGNATURE");
  }

  @Test
  @DisplayName("JWT-09 Ed25519 with S + L and S of L and above")
  void refusesEd25519ScalarsThatAreNotReduced() {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    String token = node.issue();
    byte[] good = signature(token);
    BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(good, 32, 64)));
    for (BigInteger scalar : new BigInteger[] {
      s.add(L),
      s.add(L.shiftLeft(1)),
      L,
      L.add(BigInteger.ONE),
      BigInteger.TWO.pow(256).subtract(BigInteger.ONE)
    }) {
      byte[] other = good.clone();
      byte[] bytes = reversed(BigIntegers.asUnsignedByteArray(32, scalar));
      System.arraycopy(bytes, 0, other, 32, 32);
      assertThat(node.outcome(with(token, other))).isEqualTo("BAD_SIGNATURE");
    }
  }

  @ParameterizedTest
  @DisplayName("JWT-09 Ed25519 with R of small order or not canonical")
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesEd25519PointsOfSmallOrder(String hex) {
    Node node = Node.alone(clock, TokenAlgorithm.EDDSA);
    String token = node.issue();
    byte[] point = HexFormat.of().parseHex(hex);
    byte[] zero = Arrays.copyOf(point, 64);
    byte[] scalar = signature(token);
    System.arraycopy(point, 0, scalar, 0, 32);

    assertThat(node.outcome(with(token, zero))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, scalar))).isEqualTo("BAD_SIGNATURE");
  }

  @Test
  @DisplayName("JWT-10 RSA with PKCS #1 v1.5, another salt, another hash, garbage")
  void refusesOtherRsaSignaturesOfTheSameKey() throws Exception {
    Node node = Node.alone(clock, TokenAlgorithm.PS256);
    String token = node.issue();
    byte[] good = signature(token);

    assertThat(node.outcome(with(token, rsa(node, token, "SHA256withRSA", null))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, rsa(node, token, "RSASSA-PSS", pss("SHA-256", 20)))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, rsa(node, token, "RSASSA-PSS", pss("SHA-256", 0)))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, rsa(node, token, "RSASSA-PSS", pss("SHA-384", 32)))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, Arrays.copyOf(good, good.length + 3))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, new byte[good.length]))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, new byte[] {1}))).isEqualTo("BAD_SIGNATURE");
    assertThat(node.outcome(with(token, rsa(node, token, "RSASSA-PSS", pss("SHA-256", 32)))))
        .isEqualTo("verified");
  }

  @Test
  void makesEcdsaSignaturesThatNeverRepeatANonce() {
    Node node = Node.alone(clock, TokenAlgorithm.ES256);
    AccessTokenClaims claims = node.claims();

    assertThat(java.util.stream.Stream.generate(() -> node.tokens.issue(claims).reveal())
            .limit(200)
            .map(token -> HexFormat.of().formatHex(Arrays.copyOf(signature(token), 32))))
        .doesNotHaveDuplicates();
  }

  private String resigned(Node node, byte[] signature) {
    return node.outcome(with(node.issue(), signature));
  }

  private static String with(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + Forge.encode(signature);
  }

  private static byte[] signature(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }

  private static byte[] signed(String token) {
    return token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] p1363(BigInteger r, BigInteger s) {
    byte[] both = Arrays.copyOf(BigIntegers.asUnsignedByteArray(32, r), 64);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, both, 32, 32);
    return both;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static ECPrivateKey ecPrivate(Node node) throws JoseException {
    return ((EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(privateJwk(node)))
        .getEcPrivateKey();
  }

  private static byte[] rsa(Node node, String token, String algorithm, PSSParameterSpec spec)
      throws Exception {
    Signature signer = Signature.getInstance(algorithm);
    if (spec != null) {
      signer.setParameter(spec);
    }
    signer.initSign(
        ((RsaJsonWebKey) JsonWebKey.Factory.newJwk(privateJwk(node))).getRsaPrivateKey());
    signer.update(signed(token));
    return signer.sign();
  }

  private static PSSParameterSpec pss(String hash, int salt) {
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
  }

  private static String privateJwk(Node node) {
    SigningKeyRecord key = node.keys.list().get(0);
    byte[] opened =
        node.ring.open("signing-key", key.kid(), key.sealedPrivate()).orElseThrow();
    return new String(opened, StandardCharsets.UTF_8);
  }
}

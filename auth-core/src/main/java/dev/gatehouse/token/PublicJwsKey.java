package dev.gatehouse.token;

import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.util.Base64;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;

/** The public half of somebody else's key: it checks and never signs. HS256 has none. */
final class PublicJwsKey implements JwsKey {
  private final Check check;

  /** Checks a signature over the first bytes of an input. */
  private interface Check {
    boolean passes(byte[] input, int length, byte[] signature);
  }

  private PublicJwsKey(Check check) {
    this.check = check;
  }

  /**
   * Reads a public JWK of an algorithm.
   *
   * @throws IllegalArgumentException if it is no sound key of that algorithm
   */
  static PublicJwsKey of(JsonWebKey jwk, TokenAlgorithm algorithm) {
    return switch (algorithm) {
      case EDDSA -> ed25519(jwk);
      case ES256 -> p256(jwk);
      case PS256 -> rsa(jwk);
      case HS256 -> throw new IllegalArgumentException("an HS256 key is never published");
    };
  }

  private static PublicJwsKey ed25519(JsonWebKey jwk) {
    var params = jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
    if (!"OKP".equals(params.get("kty")) || !"Ed25519".equals(params.get("crv"))) {
      throw new IllegalArgumentException("an EdDSA key must be an OKP key on Ed25519");
    }
    byte[] encoded = Base64.getUrlDecoder().decode(String.valueOf(params.get("x")));
    if (encoded.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 point has 32 bytes");
    }
    Ed25519.PublicPoint point = Ed25519Key.point(encoded);
    return new PublicJwsKey(
        (input, length, signature) -> Ed25519Key.verify(point, input, length, signature));
  }

  private static PublicJwsKey p256(JsonWebKey jwk) {
    if (!(jwk instanceof EllipticCurveJsonWebKey key) || !"P-256".equals(key.getCurveName())) {
      throw new IllegalArgumentException("an ES256 key must be an EC key on P-256");
    }
    ECPoint w = key.getECPublicKey().getW();
    ECPublicKeyParameters point = EcdsaP256Key.point(w.getAffineX(), w.getAffineY());
    return new PublicJwsKey(
        (input, length, signature) -> EcdsaP256Key.verify(point, input, length, signature));
  }

  private static PublicJwsKey rsa(JsonWebKey jwk) {
    if (!(jwk instanceof RsaJsonWebKey key)) {
      throw new IllegalArgumentException("a PS256 key must be an RSA key");
    }
    RSAPublicKey publicKey = RsaPssKey.sound(key.getRsaPublicKey());
    return new PublicJwsKey(
        (input, length, signature) -> RsaPssKey.verify(publicKey, input, length, signature));
  }

  @Override
  public byte[] sign(byte[] input) {
    throw new IllegalStateException("a public key does not sign");
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return check.passes(input, length, signature);
  }
}

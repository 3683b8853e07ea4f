package dev.gatehouse.token;

import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 (RFC 8032, 5.1; RFC 8037). The public point must be in the prime-order subgroup, S must be below the group
 * order, and R must be canonical.
 */
final class Ed25519Key implements JwsKey {
  private final byte[] seed;
  private final byte[] encodedPoint;
  private final Ed25519.PublicPoint point;

  private Ed25519Key(byte[] seed, byte[] encodedPoint, Ed25519.PublicPoint point) {
    this.seed = seed;
    this.encodedPoint = encodedPoint;
    this.point = point;
  }

  static Ed25519Key of(JsonWebKey jwk) {
    var params = jwk.toParams(OutputControlLevel.INCLUDE_PRIVATE);
    if (!"OKP".equals(params.get("kty")) || !"Ed25519".equals(params.get("crv"))) {
      throw new IllegalArgumentException("an EdDSA key must be an OKP key on Ed25519");
    }
    byte[] seed = bytes(params.get("d"));
    byte[] encodedPoint = bytes(params.get("x"));
    return new Ed25519Key(seed, encodedPoint, point(encodedPoint));
  }

  /** Reads a public point; refuses one that is not on the curve, not canonical, or not of prime order. */
  static Ed25519.PublicPoint point(byte[] encoded) {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(encoded, 0);
    if (point == null) {
      throw new IllegalArgumentException("an EdDSA key must have a point of prime order");
    }
    return point;
  }

  /** Returns the encoded public point of a seed. */
  static byte[] publicKey(byte[] seed) {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    return encoded;
  }

  private static byte[] bytes(@Nullable Object member) {
    byte[] bytes = Base64.getUrlDecoder().decode(String.valueOf(member));
    if (bytes.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an EdDSA key has two values of 32 bytes");
    }
    return bytes;
  }

  @Override
  public byte[] sign(byte[] input) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, encodedPoint, 0, input, 0, input.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return verify(point, input, length, signature);
  }

  static boolean verify(Ed25519.PublicPoint point, byte[] input, int length, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, input, 0, length);
  }
}

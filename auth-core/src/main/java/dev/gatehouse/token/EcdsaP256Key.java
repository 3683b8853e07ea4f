package dev.gatehouse.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.util.BigIntegers;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;

/**
 * ECDSA on P-256 with SHA-256 (RFC 7518, 3.4): 64 bytes, r and s. Of the two signatures (r, s) and (r, n - s) only
 * the one with the lower s is made and accepted, so that nobody can re-spell a token.
 */
final class EcdsaP256Key implements JwsKey {
  private static final int HALF = 32;
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger HALF_ORDER = DOMAIN.getN().shiftRight(1);

  private final ECPrivateKey privateKey;
  private final ECPublicKeyParameters publicKey;

  private EcdsaP256Key(ECPrivateKey privateKey, ECPublicKeyParameters publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  static EcdsaP256Key of(JsonWebKey jwk) {
    if (!(jwk instanceof EllipticCurveJsonWebKey key)
        || !"P-256".equals(key.getCurveName())
        || key.getEcPrivateKey() == null) {
      throw new IllegalArgumentException("an ES256 key must be a private EC key on P-256");
    }
    ECPoint w = key.getECPublicKey().getW();
    return new EcdsaP256Key(key.getEcPrivateKey(), point(w.getAffineX(), w.getAffineY()));
  }

  /** Reads a public point; refuses one that is not on the curve. */
  static ECPublicKeyParameters point(BigInteger x, BigInteger y) {
    return new ECPublicKeyParameters(CURVE.getCurve().createPoint(x, y), DOMAIN);
  }

  @Override
  public byte[] sign(byte[] input) {
    try {
      // The JDK signs: its scalar arithmetic is constant-time, and its nonce comes from the
      // platform alone.
      Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(privateKey);
      signer.update(input);
      return withLowerS(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot sign with P-256", e);
    }
  }

  private static byte[] withLowerS(byte[] signature) {
    BigInteger s = half(signature, HALF);
    if (s.compareTo(HALF_ORDER) > 0) {
      byte[] lower = BigIntegers.asUnsignedByteArray(HALF, DOMAIN.getN().subtract(s));
      System.arraycopy(lower, 0, signature, HALF, HALF);
    }
    return signature;
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return verify(publicKey, input, length, signature);
  }

  static boolean verify(
      ECPublicKeyParameters publicKey, byte[] input, int length, byte[] signature) {
    if (signature.length != 2 * HALF) {
      return false;
    }
    BigInteger r = half(signature, 0);
    BigInteger s = half(signature, HALF);
    if (s.compareTo(HALF_ORDER) > 0) {
      return false;
    }
    // Refuses r and s outside of 1 to n - 1 (CVE-2022-21449).
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, publicKey);
    return verifier.verifySignature(sha256(input, length), r, s);
  }

  private static BigInteger half(byte[] signature, int start) {
    return new BigInteger(1, Arrays.copyOfRange(signature, start, start + HALF));
  }

  private static byte[] sha256(byte[] input, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(input, 0, length);
      return sha256.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

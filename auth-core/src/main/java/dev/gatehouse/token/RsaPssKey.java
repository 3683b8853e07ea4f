package dev.gatehouse.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;

/** RSASSA-PSS with SHA-256, a salt of 32 bytes and a modulus of 3072 bits or more (RFC 7518, 3.5). */
final class RsaPssKey implements JwsKey {
  static final int MODULUS_BITS = 3072;
  static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
  private static final PSSParameterSpec PARAMETERS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final PrivateKey privateKey;
  private final RSAPublicKey publicKey;

  private RsaPssKey(PrivateKey privateKey, RSAPublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  static RsaPssKey of(JsonWebKey jwk) {
    if (!(jwk instanceof RsaJsonWebKey key) || key.getRsaPrivateKey() == null) {
      throw new IllegalArgumentException("a PS256 key must be a private RSA key");
    }
    return new RsaPssKey(key.getRsaPrivateKey(), sound(key.getRsaPublicKey()));
  }

  /** Returns the key; refuses one that is short or has another exponent. */
  static RSAPublicKey sound(RSAPublicKey publicKey) {
    if (publicKey.getModulus().bitLength() < MODULUS_BITS
        || !publicKey.getPublicExponent().equals(EXPONENT)) {
      throw new IllegalArgumentException(
          "a PS256 key must have " + MODULUS_BITS + " bits or more and the exponent 65537, has "
              + publicKey.getModulus().bitLength());
    }
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] input) {
    try {
      Signature signer = signature();
      signer.initSign(privateKey);
      signer.update(input);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot sign with RSASSA-PSS", e);
    }
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return verify(publicKey, input, length, signature);
  }

  static boolean verify(RSAPublicKey publicKey, byte[] input, int length, byte[] signature) {
    try {
      Signature verifier = signature();
      verifier.initVerify(publicKey);
      verifier.update(input, 0, length);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature signature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(PARAMETERS);
    return signature;
  }
}

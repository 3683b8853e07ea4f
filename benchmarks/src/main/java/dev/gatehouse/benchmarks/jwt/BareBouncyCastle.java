package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.TokenAlgorithm;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;

/** The signature check alone, by Bouncy Castle's lightweight API, with the key already decoded. */
final class BareBouncyCastle {
  private BareBouncyCastle() {}

  static Verifier of(TokenAlgorithm algorithm, JsonWebKey key) {
    return switch (algorithm) {
      case HS256 -> hmac(key.getKey().getEncoded());
      case ES256 -> ecdsa((ECPublicKey) key.getKey());
      case EDDSA -> ed25519(key);
      case PS256 -> throw new IllegalArgumentException("not measured: " + algorithm);
    };
  }

  private static Verifier hmac(byte[] secret) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(secret));
    byte[] computed = new byte[mac.getMacSize()];
    return token -> {
      mac.update(token.signingInput(), 0, token.signingInput().length);
      mac.doFinal(computed, 0);
      return accept(MessageDigest.isEqual(computed, token.signature()), token);
    };
  }

  private static Verifier ecdsa(ECPublicKey key) {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
    ECDomainParameters domain = new ECDomainParameters(curve);
    var point = curve.getCurve().createPoint(key.getW().getAffineX(), key.getW().getAffineY());
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, new ECPublicKeyParameters(point, domain));
    SHA256Digest digest = new SHA256Digest();
    byte[] hash = new byte[digest.getDigestSize()];
    return token -> {
      digest.update(token.signingInput(), 0, token.signingInput().length);
      digest.doFinal(hash, 0);
      BigInteger r = new BigInteger(1, Arrays.copyOfRange(token.signature(), 0, 32));
      BigInteger s = new BigInteger(1, Arrays.copyOfRange(token.signature(), 32, 64));
      return accept(signer.verifySignature(hash, r, s), token);
    };
  }

  private static Verifier ed25519(JsonWebKey key) {
    Object x = key.toParams(OutputControlLevel.PUBLIC_ONLY).get("x");
    byte[] encoded = Base64.getUrlDecoder().decode(String.valueOf(x));
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(encoded, 0);
    return token -> {
      byte[] input = token.signingInput();
      return accept(Ed25519.verify(token.signature(), 0, point, input, 0, input.length), token);
    };
  }

  private static Token accept(boolean genuine, Token token) throws SignatureException {
    if (!genuine) {
      throw new SignatureException("refused");
    }
    return token;
  }
}

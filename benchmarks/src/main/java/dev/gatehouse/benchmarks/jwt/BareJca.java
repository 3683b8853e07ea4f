package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.TokenAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;
import org.jose4j.jwk.JsonWebKey;

/** The signature check alone, by the JDK's own provider, its object reused. */
final class BareJca {
  private BareJca() {}

  static Verifier of(TokenAlgorithm algorithm, JsonWebKey key) throws GeneralSecurityException {
    return switch (algorithm) {
      case HS256 -> mac(key);
      case ES256 -> signature("SHA256withECDSAinP1363Format", key);
      case EDDSA -> signature("Ed25519", key);
      case PS256 -> throw new IllegalArgumentException("not measured: " + algorithm);
    };
  }

  private static Verifier mac(JsonWebKey key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key.getKey());
    return token -> {
      if (!MessageDigest.isEqual(mac.doFinal(token.signingInput()), token.signature())) {
        throw new SignatureException("refused");
      }
      return token;
    };
  }

  private static Verifier signature(String name, JsonWebKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name);
    signature.initVerify((PublicKey) key.getKey());
    return token -> {
      signature.update(token.signingInput());
      if (!signature.verify(token.signature())) {
        throw new SignatureException("refused");
      }
      return token;
    };
  }
}

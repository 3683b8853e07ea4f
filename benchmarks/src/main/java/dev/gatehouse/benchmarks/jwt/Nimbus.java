package dev.gatehouse.benchmarks.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import dev.gatehouse.token.TokenAlgorithm;
import java.security.SignatureException;
import java.text.ParseException;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;

/** Nimbus JOSE + JWT in its fastest shape: one verifier kept, then the claims verifier. Ed25519 is Tink's. */
final class Nimbus {
  private Nimbus() {}

  static Verifier of(TokenAlgorithm algorithm, JsonWebKey key)
      throws JOSEException, ParseException {
    JWSVerifier verifier = verifier(algorithm, jwk(key));
    var required = new JWTClaimsSet.Builder().issuer(Workload.ISSUER).build();
    var claims = new DefaultJWTClaimsVerifier<SecurityContext>(
        Workload.AUDIENCE, required, Set.of("exp", "sub"));
    return token -> {
      SignedJWT jwt = SignedJWT.parse(token.text());
      if (!jwt.verify(verifier)) {
        throw new SignatureException("refused");
      }
      claims.verify(jwt.getJWTClaimsSet(), null);
      return jwt.getJWTClaimsSet();
    };
  }

  static JWK jwk(JsonWebKey key) throws ParseException {
    return JWK.parse(key.toJson(OutputControlLevel.INCLUDE_SYMMETRIC));
  }

  private static JWSVerifier verifier(TokenAlgorithm algorithm, JWK key) throws JOSEException {
    return switch (algorithm) {
      case HS256 -> new MACVerifier(key.toOctetSequenceKey());
      case ES256 -> new ECDSAVerifier(key.toECKey());
      case EDDSA -> new Ed25519Verifier(key.toOctetKeyPair());
      case PS256 -> throw new IllegalArgumentException("not measured: " + algorithm);
    };
  }
}

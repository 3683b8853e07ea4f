package dev.gatehouse.benchmarks.jwt;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import java.security.interfaces.ECPublicKey;
import org.jose4j.jwk.JsonWebKey;

/** auth0 java-jwt, which has no EdDSA. */
public final class Auth0 {
  private Auth0() {}

  static Verifier of(JsonWebKey key) {
    JWTVerifier verifier = verifier(key);
    return token -> verifier.verify(token.text());
  }

  /** Returns a verifier that checks signature, expiry, issuer and audience. */
  public static JWTVerifier verifier(JsonWebKey key) {
    Algorithm algorithm = key.getKey() instanceof ECPublicKey ec
        ? Algorithm.ECDSA256(ec, null)
        : Algorithm.HMAC256(key.getKey().getEncoded());
    return JWT.require(algorithm)
        .withIssuer(Workload.ISSUER)
        .withAudience(Workload.AUDIENCE)
        .build();
  }
}

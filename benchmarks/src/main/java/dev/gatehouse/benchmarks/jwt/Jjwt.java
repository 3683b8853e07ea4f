package dev.gatehouse.benchmarks.jwt;

import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.security.PublicKey;
import javax.crypto.SecretKey;
import org.jose4j.jwk.JsonWebKey;

/** jjwt with its Jackson reader. */
final class Jjwt {
  private Jjwt() {}

  static Verifier of(JsonWebKey key) {
    var builder = Jwts.parser().requireIssuer(Workload.ISSUER).requireAudience(Workload.AUDIENCE);
    JwtParser parser = key.getKey() instanceof SecretKey secret
        ? builder.verifyWith(Keys.hmacShaKeyFor(secret.getEncoded())).build()
        : builder.verifyWith((PublicKey) key.getKey()).build();
    return token -> parser.parseSignedClaims(token.text()).getPayload();
  }
}

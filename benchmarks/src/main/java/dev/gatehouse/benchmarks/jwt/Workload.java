package dev.gatehouse.benchmarks.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Tokens of one algorithm, all signed by one key. */
record Workload(String algorithm, JsonWebKey key, List<Token> tokens) {
  static final String ISSUER = "https://app.example.com";
  static final String AUDIENCE = "https://app.example.com";
  static final int TOKENS = 1_024;

  static Workload of(String algorithm) throws GeneralSecurityException, JoseException {
    JsonWebKey key = generate(algorithm);
    key.setKeyId(UUID.randomUUID().toString());
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(sign(algorithm, key));
    }
    return new Workload(algorithm, key, tokens);
  }

  private static JsonWebKey generate(String algorithm)
      throws GeneralSecurityException, JoseException {
    return switch (algorithm) {
      case "HS256" -> OctJwkGenerator.generateJwk(256);
      case "ES256" -> pair("EC", algorithm);
      default -> pair("Ed25519", algorithm);
    };
  }

  private static JsonWebKey pair(String type, String algorithm)
      throws GeneralSecurityException, JoseException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    if (type.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
    }
    KeyPair pair = generator.generateKeyPair();
    PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    key.setPrivateKey(pair.getPrivate());
    return key;
  }

  private static Token sign(String algorithm, JsonWebKey key) throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("usr_" + UUID.randomUUID());
    claims.setIssuedAtToNow();
    NumericDate expiry = NumericDate.now();
    expiry.addSeconds(Duration.ofHours(1).toSeconds());
    claims.setExpirationTime(expiry);
    claims.setGeneratedJwtId();
    claims.setStringClaim("sid", "ses_" + UUID.randomUUID());
    Map.of("uep", 1, "rep", 1).forEach(claims::setClaim);
    claims.setStringListClaim("amr", "pwd");
    claims.setClaim("auth_time", NumericDate.now().getValue());
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setHeader("typ", "at+jwt");
    jws.setKeyIdHeaderValue(key.getKeyId());
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setKey(key instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : key.getKey());
    return Token.of(jws.getCompactSerialization());
  }
}

package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.TokenAlgorithm;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** jose4j's JwtConsumer as its documentation sets it up. */
final class Jose4j {
  private Jose4j() {}

  static Verifier of(TokenAlgorithm algorithm, JsonWebKey key) {
    JwtConsumer consumer = new JwtConsumerBuilder()
        .setVerificationKey(key.getKey())
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithm.jws())
        .setExpectedIssuer(Workload.ISSUER)
        .setExpectedAudience(Workload.AUDIENCE)
        .setRequireExpirationTime()
        .build();
    return token -> consumer.processToClaims(token.text());
  }
}

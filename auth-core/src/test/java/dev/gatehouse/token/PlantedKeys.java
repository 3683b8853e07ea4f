package dev.gatehouse.token;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;

/** A store into which keys are put that Gatehouse never made, and nodes that start on it. */
final class PlantedKeys {
  static final String KID = "planted";

  final MovableClock clock = new MovableClock();
  final ListKeyStore store = new ListKeyStore();
  final KeyRing ring = Node.ring(Node.SECRET);

  Node start(KeyRing secrets, TokenAlgorithm algorithm) {
    return start(store, secrets, algorithm);
  }

  Node start(ListKeyStore keys, KeyRing secrets, TokenAlgorithm algorithm) {
    return new Node(keys, new Wire(), clock, Node.policy(algorithm), secrets);
  }

  void plant(TokenAlgorithm algorithm, Map<String, Object> jwk) {
    store.plant(sealed(algorithm, jwk));
  }

  private SigningKeyRecord sealed(TokenAlgorithm algorithm, Map<String, Object> jwk) {
    jwk.values().removeIf(Objects::isNull);
    byte[] json = JsonUtil.toJson(jwk).getBytes(StandardCharsets.UTF_8);
    jwk.keySet().removeAll(Set.of("d", "p", "q", "dp", "dq", "qi", "k"));
    return record(KID, algorithm, JsonUtil.toJson(jwk), ring.seal("signing-key", KID, json));
  }

  SigningKeyRecord record(String kid, TokenAlgorithm algorithm, String publicJwk, Sealed sealed) {
    Instant now = clock.instant();
    return new SigningKeyRecord(
        kid,
        algorithm,
        publicJwk,
        sealed,
        now,
        now,
        now.plusSeconds(1_000),
        now.plusSeconds(2_000));
  }

  static Map<String, Object> ec(String curve) throws Exception {
    return jwk("EC", new ECGenParameterSpec(curve), "ES256");
  }

  static Map<String, Object> rsa(BigInteger p, BigInteger q, int exponent) throws Exception {
    return named(
        TestRsa.key(p, q, BigInteger.valueOf(exponent))
            .toParams(OutputControlLevel.INCLUDE_PRIVATE),
        "PS256");
  }

  static Map<String, Object> jwk(String name, AlgorithmParameterSpec spec, String alg)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
    generator.initialize(spec);
    KeyPair pair = generator.generateKeyPair();
    PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    jwk.setPrivateKey(pair.getPrivate());
    return named(jwk.toParams(OutputControlLevel.INCLUDE_PRIVATE), alg);
  }

  static Map<String, Object> ed25519(byte[] point) {
    return named(
        Map.of(
            "kty",
            "OKP",
            "crv",
            "Ed25519",
            "d",
            Forge.encode(new byte[32]),
            "x",
            Base64.getUrlEncoder().withoutPadding().encodeToString(point)),
        "EdDSA");
  }

  static Map<String, Object> secret(String k) {
    return named(Map.of("kty", "oct", "k", k), "HS256");
  }

  static Map<String, Object> named(Map<String, Object> params, String alg) {
    Map<String, Object> jwk = new LinkedHashMap<>(params);
    jwk.put("kid", KID);
    jwk.put("use", "sig");
    jwk.put("alg", alg);
    return jwk;
  }
}

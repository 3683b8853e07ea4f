package dev.gatehouse.token;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Sealed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Makes signing keys and opens stored ones. A private half exists outside of this process only sealed. */
final class KeyFactory {
  private static final String PURPOSE = "signing-key";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing ring;
  private final RandomSource random;
  private final Ids ids;

  KeyFactory(KeyRing ring, RandomSource random, Ids ids) {
    this.ring = ring;
    this.random = random;
    this.ids = ids;
  }

  /**
   * Makes a key that begins to sign at {@code activeAt} and lives by the policy from then on.
   *
   * @throws IllegalStateException if this platform cannot sign with it
   */
  SigningKeyRecord make(TokenPolicy policy, Instant now, Instant activeAt) {
    String kid = kid();
    JsonWebKey jwk = generate(policy.algorithm());
    jwk.setKeyId(kid);
    jwk.setUse("sig");
    jwk.setAlgorithm(policy.algorithm().jws());
    byte[] privateJwk =
        jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE).getBytes(StandardCharsets.UTF_8);
    if (!JwsKey.of(Jwk.parse(privateJwk), kid, policy.algorithm()).isSound()) {
      throw new IllegalStateException(
          "no key for " + policy.algorithm().jws() + " can be made here: see the log");
    }
    Sealed sealed = ring.seal(PURPOSE, kid, privateJwk);
    Instant passiveAt = activeAt.plus(policy.keyLifetime());
    return new SigningKeyRecord(
        kid,
        policy.algorithm(),
        jwk.toJson(OutputControlLevel.PUBLIC_ONLY),
        sealed,
        now,
        activeAt,
        passiveAt,
        passiveAt.plus(policy.verifyingAfterSigning()));
  }

  /**
   * Opens a stored key. Only what was sealed counts: the public half that the store keeps beside it must agree.
   *
   * @throws IllegalStateException if the application secret is another one, or the record was altered; that the key is not
   *     sound turns out when it is first used
   */
  LoadedKey open(SigningKeyRecord stored) {
    byte[] opened = ring.open(PURPOSE, stored.kid(), stored.sealedPrivate())
        .orElseThrow(() -> new IllegalStateException("AUTH-1103: signing key " + stored.kid()
            + " cannot be opened with gatehouse.secret. If the secret was changed, put the old one into"
            + " gatehouse.previous-secrets; if it is lost, disable this key."));
    try {
      Jwk jwk = Jwk.parse(opened);
      JwsKey key = JwsKey.of(jwk, stored.kid(), stored.algorithm());
      if (!jwk.publicHalf().equals(publicHalf(stored))) {
        throw new IllegalArgumentException("the public half beside it is another one");
      }
      return new LoadedKey(stored, key, TokenHeader.written(stored));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "signing key " + stored.kid() + " is not usable: " + e.getMessage() + "; disable it", e);
    }
  }

  private static Jwk publicHalf(SigningKeyRecord stored) {
    try {
      return Jwk.parse(stored.publicJwk());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the public half beside it is not what Gatehouse wrote: " + e.getMessage());
    }
  }

  private String kid() {
    UUID id = ids.next();
    return BASE64.encodeToString(ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array());
  }

  private JsonWebKey generate(TokenAlgorithm algorithm) {
    try {
      return switch (algorithm) {
        case EDDSA -> ed25519(random.bytes(32));
        case HS256 ->
          JsonWebKey.Factory.newJwk(
              Map.of("kty", "oct", "k", BASE64.encodeToString(random.bytes(HmacKey.KEY_BYTES))));
        case ES256 -> pair("EC", new ECGenParameterSpec("secp256r1"));
        case PS256 ->
          pair("RSA", new RSAKeyGenParameterSpec(RsaPssKey.MODULUS_BITS, RsaPssKey.EXPONENT));
      };
    } catch (JoseException | GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot make a key for " + algorithm, e);
    }
  }

  private static JsonWebKey ed25519(byte[] seed) throws JoseException {
    return JsonWebKey.Factory.newJwk(Map.of(
        "kty",
        "OKP",
        "crv",
        "Ed25519",
        "d",
        BASE64.encodeToString(seed),
        "x",
        BASE64.encodeToString(Ed25519Key.publicKey(seed))));
  }

  private JsonWebKey pair(String name, AlgorithmParameterSpec spec)
      throws JoseException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
    generator.initialize(spec, new SourcedRandom(random));
    KeyPair pair = generator.generateKeyPair();
    PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    jwk.setPrivateKey(pair.getPrivate());
    return jwk;
  }
}

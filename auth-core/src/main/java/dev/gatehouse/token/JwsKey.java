package dev.gatehouse.token;

import java.nio.charset.StandardCharsets;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Key material that signs and checks with exactly one algorithm (RFC 8725, 3.1). What is not a
 * sound key of its algorithm is found out when it is first used, and is an {@link UnsoundKey} from then on.
 */
sealed interface JwsKey
    permits Ed25519Key, EcdsaP256Key, RsaPssKey, HmacKey, PublicJwsKey, LazyKey, UnsoundKey {

  /** Returns the JWS signature (RFC 7515, 5.1) of the input. */
  byte[] sign(byte[] input);

  /** Tells whether the signature is that of the first {@code length} bytes; false, never an exception, if not. */
  boolean verify(byte[] input, int length, byte[] signature);

  /** Tells whether it can sign and verify; the first call may have to find out. */
  default boolean isSound() {
    return true;
  }

  /**
   * Takes a private or secret JWK that says of itself that it is the named key, for signatures of the algorithm. Whether it
   * is sound turns out when it is first used.
   *
   * @throws IllegalArgumentException if it says otherwise; no message of a key ever holds key material
   */
  static JwsKey of(Jwk jwk, String kid, TokenAlgorithm algorithm) {
    if (!jwk.isFor(kid, algorithm)) {
      throw new IllegalArgumentException(
          "the key does not say that it is " + kid + " and signs " + algorithm.jws());
    }
    return new LazyKey(kid, () -> proven(read(jwk), kid, algorithm));
  }

  private static JsonWebKey read(Jwk jwk) {
    try {
      return JsonWebKey.Factory.newJwk(jwk.members());
    } catch (JoseException e) {
      // The cause is left out: the library's messages hold what they could not read.
      throw new IllegalArgumentException("it is not a JWK");
    }
  }

  private static JwsKey proven(JsonWebKey jwk, String kid, TokenAlgorithm algorithm) {
    JwsKey key = switch (algorithm) {
      case EDDSA -> Ed25519Key.of(jwk);
      case ES256 -> EcdsaP256Key.of(jwk);
      case PS256 -> RsaPssKey.of(jwk);
      case HS256 -> HmacKey.of(jwk);
    };
    byte[] probe = kid.getBytes(StandardCharsets.UTF_8);
    if (!key.verify(probe, probe.length, key.sign(probe))) {
      throw new IllegalArgumentException("the key does not verify what it signs");
    }
    return key;
  }
}

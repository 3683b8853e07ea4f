package dev.gatehouse.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;

/** HMAC with SHA-256 and a key of exactly 32 bytes (RFC 7518, 3.2). */
final class HmacKey implements JwsKey {
  static final int KEY_BYTES = 32;
  private static final String NAME = "HmacSHA256";

  private final SecretKeySpec key;

  private HmacKey(SecretKeySpec key) {
    this.key = key;
  }

  static HmacKey of(JsonWebKey jwk) {
    if (!(jwk instanceof OctetSequenceJsonWebKey octets)
        || octets.getOctetSequence().length != KEY_BYTES) {
      throw new IllegalArgumentException("an HS256 key must have " + KEY_BYTES + " bytes");
    }
    return new HmacKey(new SecretKeySpec(octets.getOctetSequence(), NAME));
  }

  @Override
  public byte[] sign(byte[] input) {
    return mac(input, input.length);
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return MessageDigest.isEqual(mac(input, length), signature);
  }

  private byte[] mac(byte[] input, int length) {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(key);
      mac.update(input, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + NAME, e);
    }
  }
}

package dev.gatehouse.otp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time passwords of six digits that follow a counter (RFC 4226), for one secret. Not safe for use by many threads. */
final class Hotp {
  private static final int MODULUS = 1_000_000;

  private final Mac mac;

  Hotp(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-1", e);
    }
  }

  /** Returns the code of a counter: the dynamic truncation of RFC 4226, 5.3. */
  int code(long counter) {
    byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
    int offset = hash[hash.length - 1] & 0xF;
    return (ByteBuffer.wrap(hash).getInt(offset) & 0x7FFF_FFFF) % MODULUS;
  }
}

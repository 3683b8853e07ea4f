package dev.gatehouse.redis;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.throttle.LimitKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What callers are called in Redis: a MAC under the application's secret, so that a name names nobody. Its key is derived once: every
 * decision needs a name. Safe for use by many threads.
 */
final class KeyNames {
  private static final String PURPOSE = "redis-keys";
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  KeyNames(KeyRing keys) {
    this.key = new SecretKeySpec(keys.derive(PURPOSE), HMAC);
  }

  String name(LimitKey caller) {
    byte[] kind = caller.kind().name().getBytes(StandardCharsets.US_ASCII);
    byte[] bits = ByteBuffer.allocate(kind.length + 2 * Long.BYTES)
        .put(kind)
        .putLong(caller.high())
        .putLong(caller.low())
        .array();
    return BASE64.encodeToString(Arrays.copyOf(mac(bits), BYTES));
  }

  private byte[] mac(byte[] bits) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}

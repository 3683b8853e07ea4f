package dev.gatehouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One application secret, and the keys it yields by HKDF-SHA-256 (RFC 5869) without a salt; each key is the first block of
 * the output. Its id is made once: it is asked for at every login.
 */
final class RootKey {
  static final int ID_BYTES = 4;

  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final byte[] extracted;
  private final byte[] id;
  private final String hexId;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  RootKey(byte[] secret) {
    this.extracted = hmac(new byte[BYTES], secret);
    this.id = Arrays.copyOf(derive("key-id"), ID_BYTES);
    this.hexId = HexFormat.of().formatHex(id);
  }

  byte[] id() {
    return id;
  }

  String hexId() {
    return hexId;
  }

  /** What stands after a slash in a purpose is of one use and may be secret: its key is not kept. */
  byte[] derive(String purpose) {
    return purpose.indexOf('/') >= 0
        ? derived(purpose)
        : kept.computeIfAbsent(purpose, this::derived).clone();
  }

  private byte[] derived(String purpose) {
    byte[] info = ("gatehouse/v1/" + purpose).getBytes(StandardCharsets.UTF_8);
    byte[] first = Arrays.copyOf(info, info.length + 1);
    first[info.length] = 1;
    return hmac(extracted, first);
  }

  byte[] mac(String purpose, byte[] data) {
    return hmac(derive(purpose), data);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}

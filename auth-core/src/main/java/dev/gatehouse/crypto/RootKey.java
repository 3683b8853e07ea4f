package dev.gatehouse.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** One application secret, and the keys it yields. Its id is made once: it is asked for at every login. */
final class RootKey {
  static final int ID_BYTES = 4;

  private final byte[] secret;
  private final byte[] id;
  private final String hexId;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  RootKey(byte[] secret) {
    this.secret = secret;
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
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(
        secret, null, ("gatehouse/v1/" + purpose).getBytes(StandardCharsets.UTF_8)));
    byte[] key = new byte[32];
    hkdf.generateBytes(key, 0, key.length);
    return key;
  }

  byte[] mac(String purpose, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derive(purpose), "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}

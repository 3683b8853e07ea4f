package dev.gatehouse.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The application secret and its predecessors, from which HKDF-SHA-256 (RFC 5869) derives one key per purpose.
 * The first secret seals and signs; all of them open and verify, so that a secret can be rotated without losing
 * what the old one protected.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Sealed values are AES-256-GCM with a random 96-bit nonce, carry the id of their key, and open only under the
 * purpose and the context (for example the row) they were sealed for. A key derived for one purpose tells nothing
 * about another.
 */
public final class KeyRing {
  private static final int MINIMUM_SECRET_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<RootKey> keys;
  private final RandomSource random;

  /**
   * Builds a ring.
   *
   * @param current base64 (standard or URL alphabet) of 32 bytes or more
   * @throws IllegalArgumentException if a secret is not base64, or too short; the message never holds the value
   */
  public KeyRing(Secret current, List<Secret> previous, RandomSource random) {
    List<RootKey> all = new ArrayList<>();
    all.add(new RootKey(decode(current)));
    previous.forEach(secret -> all.add(new RootKey(decode(secret))));
    this.keys = List.copyOf(all);
    this.random = random;
  }

  private static byte[] decode(Secret secret) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder()
          .decode(secret.reveal().strip().replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "gatehouse.secret must be base64; make one with: openssl rand -base64 32");
    }
    if (bytes.length < MINIMUM_SECRET_BYTES) {
      throw new IllegalArgumentException("gatehouse.secret must have at least 32 bytes, has "
          + bytes.length + "; make one with: openssl rand -base64 32");
    }
    if (distinct(bytes) < 8) {
      throw new IllegalArgumentException(
          "gatehouse.secret repeats itself and can be guessed; make one with: openssl rand -base64 32");
    }
    return bytes;
  }

  private static long distinct(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).chars().distinct().count();
  }

  /** Returns the 32-byte key of a purpose under the current secret. */
  public byte[] derive(String purpose) {
    return keys.get(0).derive(purpose);
  }

  /** Returns the HMAC-SHA-256 of the data under the current key of the purpose. */
  public byte[] mac(String purpose, byte[] data) {
    return keys.get(0).mac(purpose, data);
  }

  /** Returns the id of the current secret: 8 hexadecimal digits that tell nothing about it. */
  public String currentKeyId() {
    return keys.get(0).hexId();
  }

  /** Tells whether a secret with that id is in the ring. */
  public boolean knows(String keyId) {
    return named(keyId).isPresent();
  }

  /** Returns the HMAC-SHA-256 under the purpose's key of the secret with that id; empty if it is not in the ring. */
  public Optional<byte[]> macUnder(String keyId, String purpose, byte[] data) {
    return named(keyId).map(key -> key.mac(purpose, data));
  }

  /** Tells, in constant time per key, whether the tag (or a prefix of 16 bytes or more) is genuine under any key. */
  public boolean verifyMac(String purpose, byte[] data, byte[] tag) {
    if (tag.length < 16 || tag.length > 32) {
      return false;
    }
    boolean genuine = false;
    for (RootKey key : keys) {
      genuine |= MessageDigest.isEqual(Arrays.copyOf(key.mac(purpose, data), tag.length), tag);
    }
    return genuine;
  }

  /** Encrypts for one purpose and one context; opens only with both. */
  public Sealed seal(String purpose, String context, byte[] plain) {
    RootKey key = keys.get(0);
    byte[] nonce = random.bytes(NONCE_BYTES);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key.derive(purpose), nonce, context, plain)
        .orElseThrow(() -> new IllegalStateException("AES-GCM refused to encrypt"));
    return Sealed.of(ByteBuffer.allocate(RootKey.ID_BYTES + NONCE_BYTES + sealed.length)
        .put(key.id())
        .put(nonce)
        .put(sealed)
        .array());
  }

  /** Decrypts; empty if the value was altered, belongs elsewhere, or its secret is no longer in the ring. */
  public Optional<byte[]> open(String purpose, String context, Sealed value) {
    byte[] sealed = value.bytes();
    if (sealed.length < RootKey.ID_BYTES + NONCE_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    byte[] id = Arrays.copyOfRange(sealed, 0, RootKey.ID_BYTES);
    byte[] nonce = Arrays.copyOfRange(sealed, RootKey.ID_BYTES, RootKey.ID_BYTES + NONCE_BYTES);
    byte[] body = Arrays.copyOfRange(sealed, RootKey.ID_BYTES + NONCE_BYTES, sealed.length);
    return keys.stream()
        .filter(key -> MessageDigest.isEqual(key.id(), id))
        .findFirst()
        .flatMap(key -> gcm(Cipher.DECRYPT_MODE, key.derive(purpose), nonce, context, body));
  }

  /** Tells whether a value is sealed under the current secret; whether it opens is another question. */
  public boolean isCurrent(Sealed value) {
    byte[] sealed = value.bytes();
    return sealed.length > RootKey.ID_BYTES
        && MessageDigest.isEqual(keys.get(0).id(), Arrays.copyOf(sealed, RootKey.ID_BYTES));
  }

  private Optional<RootKey> named(String keyId) {
    return keys.stream().filter(key -> key.hexId().equals(keyId)).findFirst();
  }

  private static Optional<byte[]> gcm(
      int mode, byte[] key, byte[] nonce, String context, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return Optional.of(cipher.doFinal(input));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}

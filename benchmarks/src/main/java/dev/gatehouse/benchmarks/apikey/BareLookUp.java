package dev.gatehouse.benchmarks.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** The least that a check by digest can cost: SHA-256 of bytes that are there already, and one read of a cache. */
final class BareLookUp {
  private final MessageDigest sha256;
  private final byte[][] keys;
  private final Cache<Hash, Object> known =
      Caffeine.newBuilder().maximumSize(200_000).build();

  /** A digest as a key of a map. */
  private static final class Hash {
    private final byte[] bytes;

    Hash(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
      return bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    }
  }

  BareLookUp(List<String> texts) throws GeneralSecurityException {
    this.sha256 = MessageDigest.getInstance("SHA-256");
    this.keys = texts.stream()
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
    for (byte[] key : keys) {
      known.put(new Hash(sha256.digest(key)), key);
    }
  }

  Object find(int key) {
    Object found = known.getIfPresent(new Hash(sha256.digest(keys[key])));
    if (found == null) {
      throw new IllegalStateException("a key that was put in is gone");
    }
    return found;
  }
}

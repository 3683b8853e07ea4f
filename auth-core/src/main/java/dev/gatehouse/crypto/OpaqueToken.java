package dev.gatehouse.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A random bearer value with a visible kind: {@code <prefix>_<43 characters>_<6 characters>}, 256 random bits and
 * a CRC-32 so that junk is refused without a look-up. Stores keep its {@link Digest} only.
 */
public final class OpaqueToken {
  private static final int RANDOM_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private OpaqueToken() {}

  /** Makes a new token of a kind. */
  public static Secret issue(String prefix, RandomSource random) {
    String body = prefix + '_' + BASE64.encodeToString(random.bytes(RANDOM_BYTES));
    return Secret.of(body + '_' + checksum(body));
  }

  /** Returns the digest of a well-formed token of that kind; empty for anything else, at the cost of a CRC. */
  public static Optional<Digest> digest(String prefix, Secret token) {
    String text = token.reveal();
    int length = prefix.length() + 1 + 43 + 1 + 6;
    if (text.length() != length || !text.startsWith(prefix + '_')) {
      return Optional.empty();
    }
    String body = text.substring(0, length - 7);
    if (!text.equals(body + '_' + checksum(body))) {
      return Optional.empty();
    }
    return Optional.of(Digest.of(text));
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    int value = (int) crc.getValue();
    byte[] bytes = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
    return BASE64.encodeToString(bytes);
  }
}

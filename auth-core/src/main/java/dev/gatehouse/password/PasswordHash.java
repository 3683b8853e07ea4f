package dev.gatehouse.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The stored form of a password, cut in two: what is needed to compute it again, and the result. The two are kept
 * apart so that a store can hand out the first and never the second. Digests are compared in constant time.
 *
 * @param settings algorithm, parameters, salt and pepper version, for example
 *     {@code $argon2id$v=19$m=19456,t=2,p=1,keyid=1f2e3d4c$<salt>}
 * @param digest the encoded result
 */
public record PasswordHash(String settings, String digest) {
  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash hash
        && settings.equals(hash.settings)
        && MessageDigest.isEqual(bytes(digest), bytes(hash.digest));
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return "PasswordHash(***)";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

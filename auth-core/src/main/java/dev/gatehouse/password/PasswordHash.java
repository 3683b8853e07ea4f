package dev.gatehouse.password;

/**
 * The stored form of a password, cut in two: what is needed to compute it again, and the result. The two are kept
 * apart so that a store can hand out the first and never the second.
 *
 * @param settings algorithm, parameters, salt and pepper version, for example
 *     {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>}
 * @param digest the encoded result
 */
public record PasswordHash(String settings, String digest) {
  @Override
  public String toString() {
    return "PasswordHash(***)";
  }
}

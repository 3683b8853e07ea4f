package dev.gatehouse.password;

import java.util.Optional;

/**
 * Reads the password hashes of other systems: bcrypt ({@code $2a}, {@code $2b}, {@code $2y}), Argon2i and Argon2id,
 * scrypt and PBKDF2, in the forms of PHC, passlib, Django, Spring Security (with or without {@code {id}}) and
 * {@code keycloak:pbkdf2-sha512:<iterations>:<salt>:<hash>}. What protects nothing ({@code {noop}}, MD5, plain SHA) is
 * refused, and so is what costs more than about a second or 128 MiB to check.
 *
 * <p>An imported hash verifies as its origin verified it, over the characters as typed and without pepper, until
 * the first login replaces it. bcrypt sees 72 bytes of a password; what stands behind them counts only from then on.
 */
public final class ImportedHash {
  private static final int MAX_CHARS = 512;

  private ImportedHash() {}

  /** Returns the stored form of a foreign hash, in microseconds and without computing it; empty if it is refused. */
  public static Optional<PasswordHash> parse(String foreign) {
    if (foreign.length() > MAX_CHARS) {
      return Optional.empty();
    }
    return PhcForms.parse(foreign)
        .or(() -> SpringForms.parse(foreign))
        .or(() -> DjangoForms.parse(foreign))
        .or(() -> KeycloakForms.parse(foreign));
  }
}

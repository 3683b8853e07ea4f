package dev.gatehouse.password;

import java.util.Optional;

/**
 * One way to turn a password into a digest, its parameters and its salt included. An instance never costs more than
 * the {@link Ceiling}: what does is not read at all.
 */
sealed interface Scheme permits Argon2, Bcrypt, Pbkdf2, Scrypt {
  /** Longer settings than this are not looked at. */
  int MAX_SETTINGS_CHARS = 256;

  /** Reads settings as {@link #settings()} writes them; empty for anything else. */
  static Optional<Scheme> parse(String settings) {
    if (settings.length() > MAX_SETTINGS_CHARS) {
      return Optional.empty();
    }
    return Argon2.parse(settings)
        .<Scheme>map(scheme -> scheme)
        .or(() -> Bcrypt.parse(settings))
        .or(() -> Scrypt.parse(settings))
        .or(() -> Pbkdf2.parse(settings));
  }

  /** Returns everything that is needed to compute the digest again. */
  String settings();

  /** Returns the working memory of one computation, in KiB. */
  int memoryKib();

  /** Returns the id of the secret whose pepper went into the password first; empty for an imported hash. */
  default Optional<String> keyId() {
    return Optional.empty();
  }

  /** Computes the encoded digest; Argon2 takes its blocks from the given memory. */
  String digest(byte[] password, BlockStack memory);
}

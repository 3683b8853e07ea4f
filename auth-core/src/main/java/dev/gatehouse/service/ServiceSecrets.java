package dev.gatehouse.service;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.util.Optional;

/**
 * Secrets of services: {@code gss_}, 256 random bits, and a checksum, so that junk is refused without a look-up and leaks
 * can be searched for. Stores keep the SHA-256.
 */
final class ServiceSecrets {
  private static final String PREFIX = "gss";

  private ServiceSecrets() {}

  static Secret issue(RandomSource random) {
    return OpaqueToken.issue(PREFIX, random);
  }

  static Digest digest(Secret issued) {
    return Digest.of(issued.reveal());
  }

  /** Returns the digest of a well-formed secret; empty for anything else. */
  static Optional<Digest> parse(Secret presented) {
    return OpaqueToken.digest(PREFIX, presented);
  }
}

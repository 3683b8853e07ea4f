package dev.gatehouse.password;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** What the tests of this package build their objects from. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final RandomSource RANDOM = RandomSource.secure();
  static final Secret OLD_SECRET = applicationSecret(1);
  static final Secret NEW_SECRET = applicationSecret(2);

  private Fixtures() {}

  static Secret applicationSecret(int seed) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (seed * 67 + i * 31);
    }
    return Secret.of(Base64.getEncoder().encodeToString(bytes));
  }

  static KeyRing ring(Secret current, Secret... previous) {
    return new KeyRing(current, List.of(previous), RANDOM);
  }

  static PasswordHasher cheapHasher() {
    return cheapHasher(ring(OLD_SECRET));
  }

  static PasswordHasher cheapHasher(KeyRing ring) {
    return new PasswordHasher(HashSettings.insecureForTests(), ring, RANDOM);
  }

  static PasswordRules rules() {
    return new PasswordRules(PasswordPolicy.defaults(), BreachCheck.off());
  }
}

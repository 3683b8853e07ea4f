package dev.gatehouse.benchmarks.hash;

import dev.gatehouse.password.HashSettings;
import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Bouncy Castle's Argon2id with our parameters and nothing around it. */
public final class BareArgon2 {
  private static final int LENGTH = 32;

  private final HashSettings settings;

  /** Takes memory, iterations and lanes from the settings. */
  public BareArgon2(HashSettings settings) {
    this.settings = settings;
  }

  /** Returns the digest of a password. */
  public byte[] digest(byte[] password, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(settings.memoryKib())
        .withIterations(settings.iterations())
        .withParallelism(settings.parallelism())
        .withSalt(salt)
        .build());
    byte[] digest = new byte[LENGTH];
    generator.generateBytes(password, digest);
    return digest;
  }

  /** Tells whether the password has the expected digest. */
  public boolean matches(byte[] password, byte[] salt, byte[] expected) {
    return MessageDigest.isEqual(digest(password, salt), expected);
  }
}

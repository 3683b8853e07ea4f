package dev.gatehouse.benchmarks.hash;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Computes Argon2id hashes of the default cost: as a login does, and by Bouncy Castle alone. */
@State(Scope.Benchmark)
public class HashBenchmark {
  private final RandomSource random = RandomSource.secure();
  private final HashSettings settings = HashSettings.defaults();
  private final PasswordHasher hasher = new PasswordHasher(settings, ring(), random);
  private final Secret password = Secret.of("correct horse battery staple");
  private final PasswordHash stored = hasher.hash(password);
  private final BareArgon2 bare = new BareArgon2(settings);
  private final byte[] text = password.reveal().getBytes(StandardCharsets.UTF_8);
  private final byte[] salt = random.bytes(16);
  private final byte[] expected = bare.digest(text, salt);

  /** Proves that both tell the right password from a wrong one. */
  @Setup
  public void prepare() {
    Secret wrong = Secret.of("Correct horse battery staple");
    boolean told = hasher.compute(stored.settings(), password).equals(stored)
        && !hasher.compute(stored.settings(), wrong).equals(stored)
        && bare.matches(text, salt, expected)
        && !bare.matches(new byte[] {1}, salt, expected);
    if (!told) {
      throw new IllegalStateException("a hash accepts a wrong password or refuses the right one");
    }
  }

  /** Ends the hasher's threads. */
  @TearDown
  public void close() {
    hasher.close();
  }

  /** Bouncy Castle's generator, as anyone would call it. */
  @Benchmark
  public boolean bare() {
    return bare.matches(text, salt, expected);
  }

  /** What a login asks the hasher for. */
  @Benchmark
  public boolean gatehouse() {
    return hasher.compute(stored.settings(), password).equals(stored);
  }

  private static KeyRing ring() {
    RandomSource random = RandomSource.secure();
    String secret = Base64.getEncoder().encodeToString(random.bytes(32));
    return new KeyRing(Secret.of(secret), List.of(), random);
  }
}

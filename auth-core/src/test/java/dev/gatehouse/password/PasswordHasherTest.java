package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Secret;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHasherTest {
  private static final Secret PASSWORD = Secret.of("correct horse bättery");

  private final KeyRing ring = Fixtures.ring(Fixtures.OLD_SECRET);
  private final PasswordHasher hasher = Fixtures.cheapHasher(ring);

  @AfterEach
  void close() {
    hasher.close();
  }

  @Test
  void writesArgon2idInPhcFormWithTheIdOfThePepperAndTheDigestApart() {
    PasswordHash hash = hasher.hash(PASSWORD);

    assertThat(hash.settings())
        .matches("\\$argon2id\\$v=19\\$m=61,t=1,p=1,keyid=" + ring.currentKeyId()
            + "\\$[A-Za-z0-9+/]{22}");
    assertThat(hash.digest()).matches("[A-Za-z0-9+/]{43}");
  }

  @Test
  void isBouncyCastlesArgon2idOverTheHmacOfThePassword() {
    PasswordHash hash = hasher.hash(PASSWORD);
    byte[] salt =
        Base64.getDecoder().decode(hash.settings().substring(hash.settings().lastIndexOf('$') + 1));

    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withMemoryAsKB(61)
        .withIterations(1)
        .withParallelism(1)
        .withSalt(salt)
        .build());
    byte[] expected = new byte[32];
    argon2.generateBytes(
        ring.mac("pepper", PASSWORD.reveal().getBytes(StandardCharsets.UTF_8)), expected);

    assertThat(hash.digest())
        .isEqualTo(Base64.getEncoder().withoutPadding().encodeToString(expected));
  }

  @Test
  void computesTheSameHashFromItsSettings() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Secret password = Secret.of(text(random));
      PasswordHash hash = hasher.hash(password);

      assertThat(hasher.compute(hash.settings(), password)).isEqualTo(hash);
      assertThat(hasher.compute(hash.settings(), Secret.of(password.reveal() + "x")))
          .isNotEqualTo(hash);
    }
  }

  @Test
  void neverMakesTheSameHashTwice() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      PasswordHash hash = hasher.hash(PASSWORD);
      assertThat(seen.add(hash.settings())).isTrue();
      assertThat(seen.add(hash.digest())).isTrue();
    }
  }

  @ParameterizedTest
  @DisplayName("PW-05 passwords with the same beginning are different passwords")
  @ValueSource(ints = {55, 72, 250, 1000})
  void passwordsWithTheSameBeginningAreDifferent(int prefix) {
    PasswordHash hash = hasher.hash(Secret.of("x".repeat(prefix) + "1"));

    assertThat(hasher.compute(hash.settings(), Secret.of("x".repeat(prefix) + "2")))
        .isNotEqualTo(hash);
    assertThat(hasher.compute(hash.settings(), Secret.of("x".repeat(prefix)))).isNotEqualTo(hash);
  }

  @Test
  @DisplayName("PW-14 a hash of an older secret still verifies, and is due for a new one")
  void aHashOfAnOlderSecretStillVerifies() {
    PasswordHash old = hasher.hash(PASSWORD);
    try (PasswordHasher rotated =
        Fixtures.cheapHasher(Fixtures.ring(Fixtures.NEW_SECRET, Fixtures.OLD_SECRET))) {
      assertThat(rotated.compute(old.settings(), PASSWORD)).isEqualTo(old);
      assertThat(rotated.needsRehash(old.settings())).isTrue();
      assertThat(rotated.needsRehash(rotated.hash(PASSWORD).settings())).isFalse();
    }
  }

  @Test
  @DisplayName("PW-14 a hash whose secret is gone matches nothing")
  void aHashWhoseSecretIsGoneMatchesNothing() {
    PasswordHash old = hasher.hash(PASSWORD);
    try (PasswordHasher stranger = Fixtures.cheapHasher(Fixtures.ring(Fixtures.NEW_SECRET))) {
      PasswordHash computed = stranger.compute(old.settings(), PASSWORD);

      assertThat(computed).isNotEqualTo(old);
      assertThat(computed.digest()).isNotEqualTo(old.digest());
      assertThat(stranger.usable(old.settings())).isEmpty();
      assertThat(stranger.evaluations()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "63B-7 the stored hash alone does not verify a known password: the pepper is missing")
  void theStoredHashAloneDoesNotVerify() {
    PasswordHash hash = hasher.hash(PASSWORD);
    String withoutPepper = hash.settings().replaceAll(",keyid=[0-9a-f]{8}", "");

    assertThat(hasher.compute(withoutPepper, PASSWORD).digest()).isNotEqualTo(hash.digest());
  }

  @ParameterizedTest
  @DisplayName("PW-06 malformed settings cost one hash and match nothing")
  @ValueSource(
      strings = {
        "",
        "null",
        "$",
        "$$$$",
        "$argon2id",
        "$argon2id$v=19$m=61,t=1,p=1",
        "$argon2id$v=19$m=61,t=1,p=1$",
        "$argon2id$v=19$m=61,t=1,p=1$c2FsdA",
        "$Argon2id$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2d$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=18$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$",
        "$argon2id$v=19$$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,p=1,t=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=061,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=-61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=1,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1,keyid=00000000$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1,len=10$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1,len=99$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFi_2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY",
        "$2b$12$short",
        "$2x$12$abcdefghijklmnopqrstuu",
        "$2b$03$abcdefghijklmnopqrstuu",
        "{noop}password",
        "plain text",
        "\u0000"
      })
  void malformedSettingsMatchNothing(String settings) {
    PasswordHash computed = hasher.compute(settings, PASSWORD);

    assertThat(computed.settings()).isNotEqualTo(settings);
    assertThat(hasher.usable(settings)).isEmpty();
    assertThat(hasher.needsRehash(settings)).isTrue();
    assertThat(hasher.evaluations()).isEqualTo(1);
  }

  @ParameterizedTest
  @DisplayName("PW-07 settings above the ceiling cost one ordinary hash and match nothing")
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=2147483648,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=131073,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=9999999,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=2147483648,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=11,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=131072,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=16777216$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=1024,t=1,p=17$MDEyMzQ1Njc4OWFiY2RlZg",
        "$2b$15$abcdefghijklmnopqrstuu",
        "$2b$31$abcdefghijklmnopqrstuu",
        "$scrypt$ln=18,r=8,p=1,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$ln=17,r=9,p=1,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$ln=17,r=8,p=2,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$ln=1,r=1,p=11,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$ln=63,r=8,p=1,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$ln=16,r=1,p=1,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$pbkdf2-sha256$i=2000001,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$pbkdf2-sha256$i=2147483648,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$pbkdf2-sha256$i=1,len=33$MDEyMzQ1Njc4OWFiY2RlZg",
        "$pbkdf2-md5$i=1,len=16$MDEyMzQ1Njc4OWFiY2RlZg"
      })
  void settingsAboveTheCeilingMatchNothing(String settings) {
    malformedSettingsMatchNothing(settings);
  }

  @Test
  @DisplayName("PW-06 settings of a megabyte are not even read")
  void hugeSettingsAreNotRead() {
    malformedSettingsMatchNothing("$argon2id$v=19$m=61,t=1,p=1$" + "A".repeat(1 << 20));
  }

  @Test
  void aDummyIsAHashWithTheCurrentParametersThatMatchesNothing() {
    PasswordHash dummy = hasher.dummy(PASSWORD);

    assertThat(hasher.needsRehash(dummy.settings())).isFalse();
    assertThat(hasher.dummy(PASSWORD)).isNotEqualTo(dummy);
    assertThat(hasher.evaluations()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "m=61,true", // as it is
    "m=64,false",
    "t=2,false",
    "p=2,false",
    "v=16,false",
    "argon2i$,false",
  })
  void aHashIsDueWhenAnyParameterDiffers(String change, boolean current) {
    String settings = hasher.hash(PASSWORD).settings();
    String changed = change.equals("argon2i$")
        ? settings.replace("argon2id$", change)
        : settings.replaceFirst(change.charAt(0) + "=[0-9]+", change);

    assertThat(hasher.needsRehash(changed)).isEqualTo(!current);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2b$12$abcdefghijklmnopqrstuu",
        "$scrypt$ln=16,r=8,p=1,len=32$MDEyMzQ1Njc4OWFiY2RlZg",
        "$pbkdf2-sha512$i=210000,len=64$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
      })
  void everyImportedHashIsDue(String settings) {
    assertThat(hasher.usable(settings).orElseThrow().keyId()).isEmpty();
    assertThat(hasher.needsRehash(settings)).isTrue();
  }

  @ParameterizedTest
  @DisplayName("PW-02 half a surrogate pair and NUL are never hashed")
  @ValueSource(strings = {"half \ud83d of it", "half \ude00 of it", "nul \u0000 inside"})
  void neverHashesWhatIsNotText(String password) {
    assertThatIllegalArgumentException().isThrownBy(() -> hasher.hash(Secret.of(password)));
  }

  @Test
  @DisplayName("PW-15 neither hasher nor hash prints anything of the password")
  void printsNothingOfThePassword() {
    PasswordHash hash = hasher.hash(PASSWORD);

    assertThat(hash.toString()).isEqualTo("PasswordHash(***)");
    assertThat(hasher.toString()).doesNotContain(PASSWORD.reveal());
  }

  @Test
  @DisplayName("Garbage per hash of 19 MiB is at most 0.3 MB")
  void makesLittleGarbage() throws Exception {
    HashSettings one = new HashSettings(19456, 2, 1, 1, Duration.ofSeconds(20));
    try (PasswordHasher real = new PasswordHasher(one, ring, Fixtures.RANDOM)) {
      PasswordHash hash = real.hash(PASSWORD);
      long before = allocatedBytes();
      int rounds = 5;
      for (int i = 0; i < rounds; i++) {
        assertThat(real.compute(hash.settings(), PASSWORD).equals(hash)).isTrue();
      }
      long perHash = (allocatedBytes() - before) / rounds;

      assertThat(perHash).isBetween(1L, 300_000L);
    }
  }

  /** Of this thread and the hash threads, which is where a hash allocates. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] workers = Arrays.stream(threads.dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().equals("gatehouse-password-hash"))
        .mapToLong(java.lang.management.ThreadInfo::getThreadId)
        .toArray();
    assertThat(workers).isNotEmpty();
    return Arrays.stream(threads.getThreadAllocatedBytes(workers)).sum()
        + threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static String text(Random random) {
    return random
        .ints(1 + random.nextInt(300), 1, 0x1F600)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .append('.')
        .toString();
  }
}

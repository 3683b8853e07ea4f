package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.Secret;
import java.util.Random;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors are in imported-hashes.txt, one per line: origin, password, hash. What made each one is said there.
 */
final class ImportedHashTest {
  private static final String SALT = "MDEyMzQ1Njc4OWFiY2RlZg";
  private static final String DIGEST = "Ua3QS7klHNL21kdEJxePZFN6jyD235hlfYJ+BHiNJFU";

  private final PasswordHasher hasher = Fixtures.cheapHasher();

  @AfterEach
  void close() {
    hasher.close();
  }

  @ParameterizedTest(name = "PW-08 {0}: {2}")
  @CsvFileSource(resources = "imported-hashes.txt", delimiter = '|')
  void verifiesAsItsOriginDid(String origin, String password, String foreign) {
    PasswordHash stored = ImportedHash.parse(foreign).orElseThrow();

    assertThat(hasher.compute(stored.settings(), Secret.of(password))).isEqualTo(stored);
    assertThat(hasher.needsRehash(stored.settings())).isTrue();
    assertThat(foreign.contains(stored.digest()) && stored.settings().contains(stored.digest()))
        .isFalse();
  }

  @Test
  @DisplayName(
      "PW-05 bcrypt sees 72 bytes: what its origin cut off does not count until the rehash")
  void bcryptSeesSeventyTwoBytes() {
    String foreign = "$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q";
    PasswordHash stored = ImportedHash.parse(foreign).orElseThrow();

    assertThat(compute(stored, "x".repeat(72))).isEqualTo(stored);
    assertThat(compute(stored, "x".repeat(72) + "anything")).isEqualTo(stored);
    assertThat(compute(stored, "x".repeat(71))).isNotEqualTo(stored);
    assertThat(compute(stored, "x".repeat(71) + "y")).isNotEqualTo(stored);
  }

  @Test
  void bcryptAgreesWithBouncyCastlesOwnStringsForEveryLength() {
    byte[] salt = new byte[16];
    for (int length = 1; length <= 72; length++) {
      new Random(length).nextBytes(salt);
      String password = "ü".repeat(length / 2) + "z".repeat(length % 2);
      String foreign = OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, 4);

      PasswordHash stored = ImportedHash.parse(foreign).orElseThrow();
      assertThat(stored.settings() + stored.digest()).isEqualTo(foreign);
      assertThat(compute(stored, password)).isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @DisplayName("PW-07 what costs too much is refused at import, without computing it")
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=1048576,t=1,p=1$" + SALT + "$" + DIGEST,
        "$argon2id$v=19$m=4194304,t=4294967295,p=16777215$" + SALT + "$" + DIGEST,
        "$argon2id$v=19$m=131072,t=5,p=1$" + SALT + "$" + DIGEST,
        "$argon2id$v=19$m=64,t=11,p=1$" + SALT + "$" + DIGEST,
        "$argon2i$v=19$m=2048,t=1,p=17$" + SALT + "$" + DIGEST,
        "$2b$15$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "$2b$99$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "$scrypt$ln=18,r=8,p=1$" + SALT + "$" + DIGEST,
        "$scrypt$ln=17,r=8,p=10$" + SALT + "$" + DIGEST,
        "$scrypt$ln=31,r=1,p=1$" + SALT + "$" + DIGEST,
        "$1e0801$" + SALT + "$" + DIGEST,
        "{scrypt}$1f0801$" + SALT + "$" + DIGEST,
        "{scrypt}$ffffff$" + SALT + "$" + DIGEST,
        "scrypt$seasaltseasalt$262144$8$1$" + DIGEST,
        "scrypt$seasaltseasalt$131071$8$1$" + DIGEST,
        "pbkdf2_sha256$2000001$seasaltseasalt$" + DIGEST,
        "pbkdf2_sha256$99999999999$seasaltseasalt$" + DIGEST,
        "$pbkdf2-sha512$2000001$" + SALT + "$" + DIGEST,
        "keycloak:pbkdf2-sha512:2000001:" + SALT + ":" + DIGEST,
      })
  void refusesWhatCostsTooMuch(String foreign) {
    assertThat(ImportedHash.parse(foreign)).isEmpty();
    assertThat(hasher.evaluations()).isZero();
  }

  @ParameterizedTest
  @DisplayName("PW-06 what is malformed or protects nothing is refused")
  @ValueSource(
      strings = {
        "",
        "$",
        "password",
        "{noop}password",
        "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
        "{SHA-256}5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
        "{bcrypt}password",
        "{bcrypt}{bcrypt}$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "{pbkdf2}abc",
        "{pbkdf2}zz146a8458d4ce4e65789e5a3f60e423373cfa10b01abd23739e5ae2fdc37f8e9ede4ae6da65264",
        "$2x$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "$2b$5$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576",
        "$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576qq",
        "$argon2d$v=19$m=64,t=1,p=1$" + SALT + "$" + DIGEST,
        "$argon2id$v=19$m=64,t=1,p=1$" + SALT,
        "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$",
        "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$c2hvcnQ",
        "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$" + DIGEST,
        "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + DIGEST + "$" + DIGEST,
        "$scrypt$ln=10,r=8,p=1$" + SALT + "$!",
        "$scrypt$ln=10,r=8,p=1$!$" + DIGEST,
        "$pbkdf2-sha256$1000$" + SALT + "$c2hvcnQ",
        "$pbkdf2-md5$1000$" + SALT + "$" + DIGEST,
        "pbkdf2_sha256$0$seasaltseasalt$" + DIGEST,
        "pbkdf2_sha256$1000$short$" + DIGEST,
        "pbkdf2_sha256$1000$$" + DIGEST,
        "pbkdf2_md5$1000$seasaltseasalt$" + DIGEST,
        "scrypt$seasaltseasalt$1000$8$1$" + DIGEST,
        "argon2$",
        "bcrypt$$",
        "bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
        "keycloak:",
        "keycloak:argon2:1:" + SALT + ":" + DIGEST,
        "keycloak:pbkdf2-sha512:1000:" + SALT,
        "keycloak:pbkdf2-sha512:-1:" + SALT + ":" + DIGEST,
      })
  void refusesWhatIsMalformed(String foreign) {
    assertThat(ImportedHash.parse(foreign)).isEmpty();
  }

  @Test
  @DisplayName("PW-06 a megabyte is not read, and 20,000 mutilated hashes throw nothing")
  void survivesGarbage() {
    assertThat(ImportedHash.parse("$argon2id$" + "A".repeat(1 << 20))).isEmpty();
    Random random = new Random(11);
    String[] seeds = {
      "$argon2id$v=19$m=256,t=2,p=2$" + SALT + "$" + DIGEST,
      "{scrypt}$a0802$L8KZBgFOvKIGH3zyAWJFMg==$CNtOgNTE9GbdK8xwvFWMYJyUoXNed42MlV02BoJaIlg=",
      "$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q",
      "pbkdf2_sha256$1000$seasaltseasalt$qt0mdgidN7yalTqQBVl9BIia3yFB26EAETu6hEzg6U4=",
      "keycloak:pbkdf2-sha512:1000:" + SALT + ":" + DIGEST,
    };
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int j = random.nextInt(3); j >= 0; j--) {
        text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(96) + 32));
      }
      // Whatever was read must be readable again: it is what the store will hand out.
      var parsed = ImportedHash.parse(text.toString());
      assertThat(parsed.filter(hash -> Scheme.parse(hash.settings()).isEmpty())).isEmpty();
      read += parsed.isPresent() ? 1 : 0;
    }
    assertThat(read).isBetween(1, 19_999);
  }

  private PasswordHash compute(PasswordHash stored, String password) {
    return hasher.compute(stored.settings(), Secret.of(password));
  }
}

package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PasswordServiceTest {
  private static final UserId ALICE = new UserId(new UUID(1, 1));
  private static final Secret PASSWORD = Secret.of("öffnen Sie bitte die Tür");
  private static final Secret OTHER = Secret.of("correct horse battery");
  private static final String BCRYPT =
      "$2b$06$abcdefghijklmnopqrstuuAA/yZSX6pj5WB4L0kw.JL2t7e2dybN2";
  private static final Secret BCRYPT_PASSWORD = Secret.of("correct horse bättery");

  private final RecordingStore store = new RecordingStore();
  private final PasswordHasher hasher = Fixtures.cheapHasher();
  private final PasswordService passwords = service(hasher);

  @AfterEach
  void close() {
    hasher.close();
  }

  @Test
  void knowsThePasswordThatWasStored() {
    passwords.store(ALICE, passwords.prepare(PASSWORD, List.of()));

    assertThat(passwords.verify(Optional.of(ALICE), PASSWORD))
        .isEqualTo(new Check.Right(store.hashes.get(ALICE), false));
    assertThat(passwords.verify(Optional.of(ALICE), OTHER))
        .isEqualTo(new Check.Wrong(Check.Reason.MISMATCH));
  }

  @Test
  @DisplayName("PW-02 the password is normalised alike when it is set and when it is tried")
  void normalizesAtSettingAndAtLogin() {
    Secret decomposed = Secret.of("o\u0308ffnen Sie bitte die Tu\u0308r");
    passwords.store(ALICE, passwords.prepare(decomposed, List.of()));

    assertThat(passwords.verify(Optional.of(ALICE), PASSWORD).right()).isTrue();
    assertThat(passwords.verify(Optional.of(ALICE), decomposed).right()).isTrue();
  }

  @Test
  void hashesNoWeakPassword() {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> passwords.prepare(Secret.of("Password1234"), List.of()))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WEAK_PASSWORD));
    assertThat(hasher.evaluations()).isZero();
  }

  @Test
  void neverJudgesAnExistingPasswordAtLogin() {
    passwords.store(ALICE, hasher.hash(Secret.of("dragon")));

    assertThat(passwords.verify(Optional.of(ALICE), Secret.of("dragon")).right())
        .isTrue();
  }

  @Test
  @DisplayName("PW-04 the password that is to be replaced is recognised as such")
  void recognisesThePreviousPassword() {
    passwords.store(ALICE, passwords.prepare(PASSWORD, List.of()));
    passwords.store(ALICE, passwords.prepare(OTHER, List.of()));

    assertThat(passwords.verify(Optional.of(ALICE), PASSWORD).right()).isFalse();
    assertThat(passwords.verify(Optional.of(ALICE), OTHER).right()).isTrue();
  }

  @Test
  @DisplayName("PW-08 an imported hash verifies, is replaced at the first login, and is ours then")
  void upgradesAnImportedHash() {
    passwords.importHash(ALICE, BCRYPT);
    Check check = passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD);

    assertThat(check).isInstanceOfSatisfying(Check.Right.class, right -> {
      assertThat(right.rehashDue()).isTrue();
      assertThat(passwords.upgrade(ALICE, BCRYPT_PASSWORD, right)).isTrue();
      assertThat(passwords.upgrade(ALICE, BCRYPT_PASSWORD, right)).isFalse();
    });
    assertThat(store.hashes.get(ALICE).settings()).startsWith("$argon2id$");
    assertThat(passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD))
        .isEqualTo(new Check.Right(store.hashes.get(ALICE), false));
  }

  @Test
  @DisplayName("PW-08 sixteen parallel first logins replace an imported hash exactly once")
  void parallelLoginsReplaceExactlyOnce() throws Exception {
    passwords.importHash(ALICE, BCRYPT);

    List<Object> replaced = Racing.all(16, () -> {
      Check check = passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD);
      return check.right() ? passwords.upgrade(ALICE, BCRYPT_PASSWORD, (Check.Right) check) : check;
    });

    assertThat(replaced).hasSize(16).allMatch(Boolean.class::isInstance).containsOnlyOnce(true);
    assertThat(passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD).right()).isTrue();
  }

  @Test
  @DisplayName("PW-08 a login is not refused because a parallel one upgraded the hash under it")
  void aLoginSurvivesAnUpgradeUnderIt() {
    passwords.importHash(ALICE, BCRYPT);
    PasswordHash upgraded = hasher.hash(BCRYPT_PASSWORD);
    store.afterSettings = () -> store.hashes.put(ALICE, upgraded);

    assertThat(passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD))
        .isEqualTo(new Check.Right(upgraded, false));
  }

  @Test
  @DisplayName("PW-05 after the upgrade of a bcrypt hash every byte counts")
  void everyByteCountsAfterTheUpgrade() {
    passwords.importHash(ALICE, "$2b$05$abcdefghijklmnopqrstuujf8SX2ahXLwp9w/B.Y5XdysS6yR576q");
    Secret typed = Secret.of("x".repeat(72) + "tail");
    Secret samePrefix = Secret.of("x".repeat(72) + "other");

    assertThat(passwords.verify(Optional.of(ALICE), samePrefix).right()).isTrue();
    passwords.upgrade(ALICE, typed, (Check.Right) passwords.verify(Optional.of(ALICE), typed));

    assertThat(passwords.verify(Optional.of(ALICE), typed).right()).isTrue();
    assertThat(passwords.verify(Optional.of(ALICE), samePrefix).right()).isFalse();
  }

  @Test
  void verifiesAnImportedHashOverTheCharactersAsTyped() {
    Secret decomposed = Secret.of("correct horse ba\u0308ttery");
    passwords.importHash(ALICE, BCRYPT);

    assertThat(passwords.verify(Optional.of(ALICE), decomposed).right()).isFalse();
    assertThat(passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD).right()).isTrue();
  }

  @Test
  @DisplayName("PW-14 a hash of the previous secret is renewed under the current one")
  void renewsThePepper() {
    passwords.store(ALICE, passwords.prepare(PASSWORD, List.of()));
    try (PasswordHasher rotated =
        Fixtures.cheapHasher(Fixtures.ring(Fixtures.NEW_SECRET, Fixtures.OLD_SECRET))) {
      PasswordService after = service(rotated);
      Check.Right right = (Check.Right) after.verify(Optional.of(ALICE), PASSWORD);

      assertThat(after.upgrade(ALICE, PASSWORD, right)).isTrue();
      assertThat(((Check.Right) after.verify(Optional.of(ALICE), PASSWORD)).rehashDue())
          .isFalse();
    }
    try (PasswordHasher onlyNew = Fixtures.cheapHasher(Fixtures.ring(Fixtures.NEW_SECRET))) {
      assertThat(service(onlyNew).verify(Optional.of(ALICE), PASSWORD).right()).isTrue();
    }
  }

  @Test
  void doesNotUpgradeWhatIsCurrent() {
    passwords.store(ALICE, passwords.prepare(PASSWORD, List.of()));
    Check.Right right = (Check.Right) passwords.verify(Optional.of(ALICE), PASSWORD);
    long before = hasher.evaluations();

    assertThat(passwords.upgrade(ALICE, PASSWORD, right)).isFalse();
    assertThat(hasher.evaluations()).isEqualTo(before);
  }

  @Test
  void anUpgradeNeverOverwritesAPasswordThatWasChangedMeanwhile() {
    passwords.importHash(ALICE, BCRYPT);
    Check.Right right = (Check.Right) passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD);
    passwords.store(ALICE, passwords.prepare(OTHER, List.of()));

    assertThat(passwords.upgrade(ALICE, BCRYPT_PASSWORD, right)).isFalse();
    assertThat(passwords.verify(Optional.of(ALICE), OTHER).right()).isTrue();
  }

  @Test
  void refusesToImportWhatItCannotCheck() {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> passwords.importHash(ALICE, "{noop}" + PASSWORD.reveal()))
        .satisfies(refusal -> {
          assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
          assertThat(refusal.detail()).doesNotContain(PASSWORD.reveal());
        });
    assertThat(store.calls).isEmpty();
  }

  @Test
  void aLoginDoesNotFailBecauseItsUpgradeHadNoTurn() throws Exception {
    passwords.importHash(ALICE, BCRYPT);
    Check.Right right = (Check.Right) passwords.verify(Optional.of(ALICE), BCRYPT_PASSWORD);
    HashSettings impatient = new HashSettings(19456, 2, 1, 1, Duration.ZERO);
    try (PasswordHasher busy =
        new PasswordHasher(impatient, Fixtures.ring(Fixtures.OLD_SECRET), Fixtures.RANDOM)) {
      PasswordService crowded = service(busy);

      List<Object> results = Racing.all(16, () -> crowded.upgrade(ALICE, BCRYPT_PASSWORD, right));

      assertThat(busy.rejections()).isPositive();
      assertThat(results).allMatch(Boolean.class::isInstance).containsOnlyOnce(true);
    }
  }

  private PasswordService service(PasswordHasher with) {
    return new PasswordService(store, with, Fixtures.rules(), Fixtures.CLOCK);
  }
}

package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.LockoutScenario.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What guessing passwords leads to. */
public interface LockoutScenarios extends UnlockScenarios {
  /** Returns how many guesses an attacker makes within a day. */
  default int guesses() {
    return 1_000_000;
  }

  @Test
  @DisplayName("BF-01 after five wrong guesses the right one gets the same answer as a wrong one")
  default void theRightGuessIsRefusedLikeAWrongOne() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      for (int i = 0; i < FREE; i++) {
        assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER))
            .contains(ErrorCode.INVALID_CREDENTIALS);
      }
      long hashes = hashes(test, () -> {
        for (Secret password : List.of(OTHER_PASSWORD, PASSWORD)) {
          LoginResult result = test.gatehouse().logins().password(ALICE, password, "", BROWSER);
          assertThat(result)
              .isEqualTo(new LoginResult.Refused(
                  ErrorCode.LOGIN_DELAYED, Optional.of(test.clock().instant().plusSeconds(30))));
        }
      });
      assertThat(hashes).isZero();
    }
  }

  @Test
  @DisplayName("ENUM-02 unknown accounts and what is no address are locked like any other")
  default void unknownAccountsAreLockedLikeAnyOther() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      for (String login : List.of(ALICE, "nobody@example.com", "no address", "")) {
        for (int i = 0; i < 8; i++) {
          assertThat(guess(test, login, OTHER_PASSWORD, at("")))
              .contains(i < FREE ? ErrorCode.INVALID_CREDENTIALS : ErrorCode.LOGIN_DELAYED);
        }
      }
    }
  }

  @Test
  @DisplayName("BF-02 the waits grow, end when they said, and a success starts them anew")
  default void theWaitsGrowAndEnd() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      for (int seconds : new int[] {2, 2, 2, 2, 1, 2, 4, 8, 16, 60, 120}) {
        assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER))
            .contains(ErrorCode.INVALID_CREDENTIALS);
        test.clock().advance(Duration.ofSeconds(seconds));
      }
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).isEmpty();
      for (int i = 0; i < FREE; i++) {
        assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER))
            .contains(ErrorCode.INVALID_CREDENTIALS);
      }
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).contains(ErrorCode.LOGIN_DELAYED);
      test.clock().advance(Duration.ofHours(12));
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).isEmpty();
    }
  }

  @Test
  @DisplayName("BF-03 of 500 guesses at once from everywhere no more than five reach the hash")
  default void ofManyGuessesAtOnceFiveReachTheHash() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      AtomicInteger number = new AtomicInteger();
      long hashes = hashes(
          test,
          () -> assertThat(Racing.together(100, () -> {
                for (int i = 0; i < 5; i++) {
                  guess(
                      test,
                      ALICE,
                      OTHER_PASSWORD,
                      at("198.51.100." + number.incrementAndGet() % 250));
                }
                return true;
              }))
              .hasSize(100));
      assertThat(hashes).isBetween(1L, (long) FREE);
    }
  }

  @Test
  @DisplayName("BF-04 nodes count together")
  default void nodesCountTogether() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      TestGatehouse other =
          TestGatehouse.on(test.storage(), test.clock(), LockoutScenario::limited);
      for (int i = 0; i < FREE; i++) {
        assertThat(guess(i % 2 == 0 ? test : other, ALICE, OTHER_PASSWORD, STRANGER))
            .contains(ErrorCode.INVALID_CREDENTIALS);
      }
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).contains(ErrorCode.LOGIN_DELAYED);
      assertThat(guess(other, ALICE, PASSWORD, BROWSER)).contains(ErrorCode.LOGIN_DELAYED);
      other.close();
    }
  }

  @Test
  @DisplayName("BF-05 all spellings of a name are one count")
  default void allSpellingsAreOneCount() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      List<String> spellings = List.of(
          "alice@example.com",
          "ALICE@example.com",
          "alice@EXAMPLE.COM",
          "alice@example.com.",
          "Alice@Example.Com");
      spellings.forEach(login -> assertThat(guess(test, login, OTHER_PASSWORD, STRANGER))
          .contains(ErrorCode.INVALID_CREDENTIALS));
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).contains(ErrorCode.LOGIN_DELAYED);
      List<String> others = List.of(" Bob", "bob", "BOB ", "\uff42ob", "bOB");
      others.forEach(login -> assertThat(guess(test, login, OTHER_PASSWORD, at("")))
          .contains(ErrorCode.INVALID_CREDENTIALS));
      assertThat(guess(test, "bob", PASSWORD, at(""))).contains(ErrorCode.LOGIN_DELAYED);
    }
  }

  @Test
  @DisplayName("BF-06 one password for many names from one network is bounded and raises an alarm")
  default void sprayingFromOneNetworkIsBounded() {
    try (TestGatehouse test = start()) {
      long hashes = hashes(test, () -> {
        for (int i = 0; i < 300; i++) {
          guess(test, "user" + i + "@example.com", PASSWORD, at("2001:db8:0:1::" + i));
        }
      });
      assertThat(hashes).isEqualTo(30);
      assertThat(test.audited("login.attack_suspected"))
          .extracting(AuditRecord::outcome)
          .containsExactly("many_names_from_one_address");
      assertThat(guess(test, "user0@example.com", PASSWORD, at("2001:db8:0:2::1")))
          .contains(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  @Test
  @DisplayName(
      "BF-07 one guess each from many addresses meets the limit of the account and raises an alarm")
  default void guessesFromManyAddressesMeetTheLimitOfTheAccount() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      long hashes = hashes(test, () -> {
        for (int i = 0; i < 240; i++) {
          guess(test, ALICE, OTHER_PASSWORD, at("203.0.113." + i));
          test.clock().advance(Duration.ofSeconds(15));
        }
      });
      // An hour: nine within a minute, then one for each of the locks of 60, 120, 180 … seconds.
      assertThat(hashes).isBetween(15L, 20L);
      assertThat(test.audited("login.attack_suspected"))
          .extracting(AuditRecord::outcome)
          .contains("one_name_from_many_addresses");
      assertThat(test.audited("login.locked")).isNotEmpty();
    }
  }

  @Test
  @DisplayName(
      "BF-08 step-up, change of password and change of factors have one count, which guesses from outside do not shut")
  default void guessesWithinASessionHaveOneCount() {
    try (TestGatehouse test = start()) {
      LoginResult.SignedIn login = test.signedIn(ALICE, PASSWORD);
      UserPrincipal self = new UserPrincipal(
          login.user().id(),
          login.session().id(),
          login.session().methods(),
          login.session().authenticatedAt());
      test.enroll(self.userId(), "000000");
      lock(test, ALICE);
      for (int i = 0; i < FREE; i++) {
        int number = i;
        assertThatThrownBy(() -> guessWithin(test, self, number))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      }
      long hashes = hashes(test, () -> {
        assertThatThrownBy(() -> guessWithin(test, self, 0)).satisfies(LockoutScenarios::isDelayed);
        assertThatThrownBy(() -> guessWithin(test, self, 1)).satisfies(LockoutScenarios::isDelayed);
        assertThatThrownBy(() -> guessWithin(test, self, 2)).satisfies(LockoutScenarios::isDelayed);
      });
      assertThat(hashes).isZero();
      test.clock().advance(Duration.ofSeconds(30));
      assertThat(test.gatehouse().logins().stepUp(self, PASSWORD, BROWSER)).isNotNull();
      assertThatThrownBy(() -> guessWithin(test, self, 1))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  private static void guessWithin(TestGatehouse test, UserPrincipal self, int number) {
    if (number % 3 == 0) {
      test.gatehouse().logins().stepUp(self, OTHER_PASSWORD, BROWSER);
    } else if (number % 3 == 1) {
      test.gatehouse().accounts().changePassword(self, OTHER_PASSWORD, PASSWORD, BROWSER);
    } else {
      FactorProof right = new FactorProof("test", Secret.of("000000"));
      Optional<OwnerProof> proof = Optional.of(new OwnerProof(OTHER_PASSWORD, right));
      Object unused = test.gatehouse().twoFactor().totp().begin(self, "phone", proof, BROWSER);
    }
  }

  private static void isDelayed(Throwable thrown) {
    assertThat(Scenario.code(thrown)).isEqualTo(ErrorCode.LOGIN_DELAYED);
    assertThat(((AuthException) thrown).retryAfter().orElseThrow()).isPositive();
  }

  @Test
  default void aSuccessTakesBackItsOwnFailuresAndNotThoseOfOthers() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      guess(test, ALICE, OTHER_PASSWORD, STRANGER);
      guess(test, ALICE, OTHER_PASSWORD, STRANGER);
      guess(test, ALICE, OTHER_PASSWORD, BROWSER);
      guess(test, ALICE, OTHER_PASSWORD, BROWSER);
      assertThat(guess(test, ALICE, PASSWORD, BROWSER)).isEmpty();
      for (int i = 0; i < FREE - 2; i++) {
        assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER))
            .contains(ErrorCode.INVALID_CREDENTIALS);
      }
      assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER)).contains(ErrorCode.LOGIN_DELAYED);
    }
  }

  @Test
  @DisplayName("BF-06 a success does not clear the count of its address")
  default void aSuccessDoesNotClearTheAddress() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      long hashes = hashes(test, () -> {
        for (int i = 0; i < 100; i++) {
          guess(test, "user" + i + "@example.com", PASSWORD, STRANGER);
          if (i % 5 == 4) {
            guess(test, ALICE, PASSWORD, STRANGER);
          }
        }
      });
      assertThat(hashes).isBetween(30L, 40L);
    }
  }

  @Test
  @DisplayName("BF-12 a clock that jumps neither locks for ever nor opens")
  default void aClockThatJumpsNeitherLocksNorOpens() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      lock(test, ALICE);
      Instant now = test.clock().instant();
      test.clock().set(now.minus(Duration.ofHours(1)));
      long hashes = hashes(test, () -> {
        for (int i = 0; i < 50; i++) {
          guess(test, ALICE, OTHER_PASSWORD, STRANGER);
        }
      });
      assertThat(hashes).isLessThanOrEqualTo(1);
      test.clock().advance(Duration.ofMinutes(16));
      assertThat(guess(test, ALICE, OTHER_PASSWORD, STRANGER))
          .contains(ErrorCode.INVALID_CREDENTIALS);
      test.clock().set(now.plus(Duration.ofMinutes(16)));
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "BF-09 over a day of guesses the owner logs in every time, and the attacker's checks stay within the bound")
  default void aDayUnderAttack() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      LoginAttempt owner = fromKnownDevice(test, PASSWORD);
      Duration step = Duration.ofDays(1).dividedBy(guesses());
      long owners = 0;
      long before = test.gatehouse().passwordHasher().evaluations();
      for (int i = 0; i < guesses(); i++) {
        test.clock().advance(step);
        guess(test, ALICE, OTHER_PASSWORD, at("203.0.113." + i % 200));
        if (i % (guesses() / 24) == 0) {
          assertThat(guess(test, owner)).isEmpty();
          owners++;
        }
      }
      long all = test.gatehouse().passwordHasher().evaluations() - before;
      assertThat(owners).isGreaterThanOrEqualTo(24);
      assertThat(all - owners).isBetween(100L, 120L);
    }
  }
}

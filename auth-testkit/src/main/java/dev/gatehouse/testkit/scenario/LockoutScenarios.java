package dev.gatehouse.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.User;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.otp.OwnerProof;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What guessing passwords leads to. Started with the default limits. */
public interface LockoutScenarios extends Scenario {
  /** How many guesses are free. */
  int FREE = 5;

  /** Returns how many guesses an attacker makes within a day. */
  default int guesses() {
    return 1_000_000;
  }

  /** Returns a client at an address. */
  static ClientInfo at(String address) {
    return new ClientInfo(address, "curl/8", "req");
  }

  /** Switches the limits on. */
  static dev.gatehouse.GatehouseBuilder limited(dev.gatehouse.GatehouseBuilder builder) {
    return builder.throttle(off -> ThrottlePolicy.defaults());
  }

  /** Tries a password, and returns the code of the refusal or nothing. */
  default Optional<ErrorCode> guess(
      TestGatehouse test, String login, Secret password, ClientInfo client) {
    return guess(test, new LoginAttempt(login, password, "", Optional.empty(), client));
  }

  /** Tries a password, and returns the code of the refusal or nothing. */
  default Optional<ErrorCode> guess(TestGatehouse test, LoginAttempt attempt) {
    return test.gatehouse()
        .logins()
        .password(attempt)
        .fold(
            signedIn -> Optional.empty(),
            enrolment -> Optional.empty(),
            factor -> Optional.empty(),
            refused -> Optional.of(refused.code()));
  }

  /** Guesses wrong until the account is locked for strangers. */
  default void lock(TestGatehouse test, String login) {
    for (int i = 0; i < FREE; i++) {
      guess(test, login, OTHER_PASSWORD, STRANGER);
    }
  }

  /** Returns how many hashes the work takes. */
  default long hashes(TestGatehouse test, Runnable work) {
    long before = test.gatehouse().passwordHasher().evaluations();
    work.run();
    return test.gatehouse().passwordHasher().evaluations() - before;
  }

  /** Returns an attempt of the owner from a device that the account knows. */
  default LoginAttempt fromKnownDevice(TestGatehouse test, Secret password) {
    Secret mark = test.gatehouse().lockout().devices().mark(ALICE, Optional.empty());
    return new LoginAttempt(ALICE, password, "", Optional.of(mark), BROWSER);
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
          TestGatehouse.on(test.storage(), test.clock(), LockoutScenarios::limited);
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
  @DisplayName(
      "BF-09 a known device has a count of its own, and its mark is worth nothing elsewhere")
  default void aKnownDeviceHasACountOfItsOwn() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      LoginAttempt known = fromKnownDevice(test, PASSWORD);
      lock(test, ALICE);
      assertThat(guess(test, ALICE, PASSWORD, BROWSER)).contains(ErrorCode.LOGIN_DELAYED);
      assertThat(guess(test, known)).isEmpty();
      Secret mark = known.mark().orElseThrow();
      LoginAttempt wrong = new LoginAttempt(ALICE, OTHER_PASSWORD, "", Optional.of(mark), STRANGER);
      for (int i = 0; i < FREE; i++) {
        assertThat(guess(test, wrong)).contains(ErrorCode.INVALID_CREDENTIALS);
      }
      assertThat(guess(test, known)).contains(ErrorCode.LOGIN_DELAYED);
      lock(test, "bob@example.com");
      assertThat(guess(
              test, new LoginAttempt("bob@example.com", PASSWORD, "", Optional.of(mark), BROWSER)))
          .contains(ErrorCode.LOGIN_DELAYED);
    }
  }

  @Test
  @DisplayName("BF-09 a link in a mail lets the owner in while the guesser goes on waiting")
  default void aLinkInAMailLetsTheOwnerIn() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      lock(test, ALICE);
      test.forgetMail();
      test.gatehouse().unlocks().request(ALICE, BROWSER);
      Secret token = test.mailedToken(ALICE);
      User owner = test.gatehouse().unlocks().unlock(token, BROWSER);
      assertThat(owner.email().canonical()).isEqualTo(ALICE);
      assertThat(guess(test, ALICE, PASSWORD, STRANGER)).contains(ErrorCode.LOGIN_DELAYED);
      assertThat(guess(test, ALICE, PASSWORD, BROWSER)).isEmpty();
      assertThatThrownBy(() -> test.gatehouse().unlocks().unlock(token, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_INVALID);
      assertThat(test.audited("user.unlocked")).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "ENUM-01 asking for that link is answered alike for everybody, and mails nobody who is unknown")
  default void askingForALinkTellsNothing() {
    try (TestGatehouse test = start()) {
      test.gatehouse().unlocks().request("nobody@example.com", BROWSER);
      assertThat(test.mailsTo("nobody@example.com")).isEmpty();
      test.registered("new@example.com", PASSWORD);
      test.forgetMail();
      test.gatehouse().unlocks().request("new@example.com", BROWSER);
      assertThat(test.mailsTo("new@example.com")).isEmpty();
    }
  }

  @Test
  @DisplayName("BF-09 a reset lets the owner in")
  default void aResetLetsTheOwnerIn() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      lock(test, ALICE);
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      Secret token = test.mailedToken(ALICE);
      test.gatehouse().passwordReset().reset(token, OTHER_PASSWORD, BROWSER);
      assertThat(guess(test, ALICE, OTHER_PASSWORD, BROWSER)).isEmpty();
    }
  }

  @Test
  default void anAdministratorUnlocksAnAccountOnRecord() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      lock(test, ALICE);
      test.gatehouse().unlocks().unlock(alice.id(), "called us", Actor.system("desk"), STRANGER);
      assertThat(guess(test, ALICE, PASSWORD, BROWSER)).isEmpty();
      assertThat(test.audited("user.unlocked")).singleElement().satisfies(record -> {
        assertThat(record.actorId()).isEqualTo("desk");
        assertThat(record.data()).containsEntry("reason", "called us");
      });
    }
  }

  @Test
  @DisplayName("ADM-02 nobody unlocks who may do more than they: they could guess without end")
  default void nobodyUnlocksWhoMayDoMore() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      User bob = test.verified("bob@example.com", PASSWORD);
      RoleGrant grant = RoleGrant.of(Subject.user(alice.id()), "auth-admin");
      test.gatehouse().roleAssignments().assign(grant, Actor.system("setup"), STRANGER);
      lock(test, ALICE);
      assertThatThrownBy(() ->
              test.gatehouse().unlocks().unlock(alice.id(), "", Actor.user(bob.id()), STRANGER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.PERMISSION_NOT_HELD);
      assertThat(guess(test, ALICE, PASSWORD, BROWSER)).contains(ErrorCode.LOGIN_DELAYED);
    }
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

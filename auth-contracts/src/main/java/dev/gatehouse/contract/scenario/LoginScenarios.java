package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Login by password, the completion gate, and the contract with second factors. */
public interface LoginScenarios extends Scenario {

  /** Logs in and returns the code of the refusal. */
  default ErrorCode refusal(TestGatehouse test, String login, Secret password) {
    LoginResult result = test.gatehouse().logins().password(login, password, "", BROWSER);
    if (result instanceof LoginResult.Refused refused) {
      return refused.code();
    }
    throw new AssertionError("expected a refusal, was " + result);
  }

  @Test
  @DisplayName(
      "ENUM-01: an unknown account and a wrong password are one answer; the trail knows the difference")
  default void unknownAccountAndWrongPasswordAreOneAnswer() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      assertThat(refusal(test, ALICE, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThat(refusal(test, "nobody@example.com", PASSWORD))
          .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThat(refusal(test, "no address", PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThat(test.audited("login.failed"))
          .extracting(record -> record.outcome())
          .containsExactlyInAnyOrder("wrong_password", "unknown_account", "unknown_account");
    }
  }

  @Test
  @DisplayName("PW-10: empty, blank and oversized passwords are refused like wrong ones")
  default void emptyAndOversizedPasswordsAreRefused() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      for (String password :
          List.of("", " ", "null", "x".repeat(1_000_000), "nul\u0000inside", "\ud800")) {
        assertThat(refusal(test, ALICE, Secret.of(password)))
            .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      }
    }
  }

  @Test
  @DisplayName("PW-02: a password is what was typed, in any Unicode form")
  default void aPasswordIsComparedInOneUnicodeForm() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, Secret.of("Zürich ist schön 😀"));
      assertThat(letsIn(test, signIn(test, ALICE, Secret.of("Zu\u0308rich ist scho\u0308n 😀"))))
          .isTrue();
    }
  }

  @Test
  @DisplayName("EM-02, BF-05: every spelling of the address logs in to the one account")
  default void everySpellingLogsIn() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, "ALICE@Example.com.", PASSWORD);
      assertThat(test.gatehouse().sessions().list(alice.id())).hasSize(1);
      assertThat(letsIn(test, tokens)).isTrue();
    }
  }

  @Test
  @DisplayName(
      "2.9: every status but ACTIVE is refused, at login and at the next request, and says why only to the owner")
  default void onlyAnActiveAccountActs() {
    for (UserStatus status :
        EnumSet.complementOf(EnumSet.of(UserStatus.ACTIVE, UserStatus.PENDING))) {
      try (TestGatehouse test = start()) {
        User alice = test.verified(ALICE, PASSWORD);
        Tokens tokens = signIn(test, ALICE, PASSWORD);
        assertThat(letsIn(test, tokens)).isTrue();
        change(test, alice, new StatusChange(status, "test", Optional.empty()));
        assertThat(test.gatehouse().authenticator().authenticate(tokens.access()))
            .as("%s at the next request", status)
            .isInstanceOf(Authentication.Refused.class);
        ErrorCode expected = switch (status) {
          case PAUSED -> ErrorCode.ACCOUNT_SUSPENDED;
          case BLOCKED -> ErrorCode.ACCOUNT_DISABLED;
          default -> ErrorCode.INVALID_CREDENTIALS;
        };
        assertThat(refusal(test, ALICE, PASSWORD)).as("%s", status).isEqualTo(expected);
        assertThat(refusal(test, ALICE, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      }
    }
  }

  private static void change(TestGatehouse test, User user, StatusChange change) {
    test.gatehouse()
        .users()
        .changeStatus(user.id(), change, Actor.system("test"), ClientInfo.none());
  }

  @Test
  default void aPauseEndsByItself() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Optional<java.time.Instant> end =
          Optional.of(test.clock().instant().plus(Duration.ofHours(1)));
      change(test, alice, new StatusChange(UserStatus.PAUSED, "cool down", end));
      assertThat(test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER))
          .isEqualTo(new LoginResult.Refused(ErrorCode.ACCOUNT_SUSPENDED, end));
      test.clock().advance(Duration.ofHours(1));
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
    }
  }

  @Test
  default void aClosedAccountStaysClosedAndKeepsItsAddress() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      test.gatehouse().accounts().close(self, BROWSER);
      assertThat(refusal(test, ALICE, PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThatThrownBy(
              () -> change(test, alice, new StatusChange(UserStatus.ACTIVE, "", Optional.empty())))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(test.gatehouse().users().findByEmail(ALICE))
          .map(User::status)
          .contains(UserStatus.CLOSED);
    }
  }

  private static UserPrincipal self(TestGatehouse test, Tokens tokens) {
    return ((Authentication.Authenticated)
            test.gatehouse().authenticator().authenticate(tokens.access()))
        .principal();
  }

  @Test
  default void anEnrolledFactorIsAskedForAndOpensTheSession() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      test.enroll(alice.id(), "000000");
      LoginResult.SecondFactorRequired challenge = challenge(test);
      assertThat(challenge.factors()).containsExactly("test");
      LoginResult result = answer(test, challenge, "000000");
      assertThat(result).isInstanceOf(LoginResult.SignedIn.class);
      assertThat(((LoginResult.SignedIn) result).session().methods())
          .isEqualTo(Set.of("pwd", "otp"));
      assertThat(answer(test, challenge, "000000"))
          .as("a challenge is answered once")
          .isEqualTo(new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty()));
    }
  }

  private LoginResult.SecondFactorRequired challenge(TestGatehouse test) {
    return (LoginResult.SecondFactorRequired)
        test.gatehouse().logins().password(ALICE, PASSWORD, "", BROWSER);
  }

  private LoginResult answer(
      TestGatehouse test, LoginResult.SecondFactorRequired challenge, String code) {
    FactorProof proof = new FactorProof("test", Secret.of(code));
    return test.gatehouse().logins().secondFactor(challenge.challenge(), proof, "", BROWSER);
  }

  @Test
  @DisplayName("OTP-10: a challenge takes five answers and five minutes")
  default void aChallengeTakesFiveAnswersAndFiveMinutes() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      test.enroll(alice.id(), "000000");
      LoginResult.SecondFactorRequired tried = challenge(test);
      for (int i = 0; i < 5; i++) {
        assertThat(answer(test, tried, "111111"))
            .isEqualTo(new LoginResult.Refused(ErrorCode.INVALID_CODE, Optional.empty()));
      }
      assertThat(answer(test, tried, "000000"))
          .isEqualTo(new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty()));
      LoginResult.SecondFactorRequired late = challenge(test);
      test.clock().advance(Duration.ofMinutes(5));
      assertThat(answer(test, late, "000000"))
          .isEqualTo(new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty()));
    }
  }

  @Test
  default void ofParallelRightAnswersOneOpensASession() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      test.enroll(alice.id(), "000000");
      LoginResult.SecondFactorRequired challenge = challenge(test);
      List<Boolean> open = Racing.together(
          16, () -> answer(test, challenge, "000000") instanceof LoginResult.SignedIn);
      assertThat(open).containsOnlyOnce(true);
      assertThat(test.gatehouse().sessions().list(alice.id())).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "FP-10, OTP-10: a challenge from before a password reset is void, and the factor is still asked for after it")
  default void aResetVoidsChallengesAndKeepsTheFactor() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      test.enroll(alice.id(), "000000");
      LoginResult.SecondFactorRequired before = challenge(test);
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
      assertThat(answer(test, before, "000000"))
          .isEqualTo(new LoginResult.Refused(ErrorCode.CHALLENGE_EXPIRED, Optional.empty()));
      assertThat(test.gatehouse().logins().password(ALICE, OTHER_PASSWORD, "", BROWSER))
          .isInstanceOf(LoginResult.SecondFactorRequired.class);
    }
  }

  @Test
  @DisplayName("PW-08: an imported hash logs in, and is replaced once, also by parallel logins")
  default void anImportedHashIsReplacedOnce() {
    try (TestGatehouse test = start()) {
      // "U*U" from the bcrypt test vectors of the Openwall project.
      String bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
      test.gatehouse()
          .users()
          .importUser(ALICE, "Alice", java.util.Locale.ENGLISH, bcrypt, Actor.system("import"));
      assertThat(refusal(test, ALICE, PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      List<Boolean> in =
          Racing.together(8, () -> letsIn(test, signIn(test, ALICE, Secret.of("U*U"))));
      assertThat(in).doesNotContain(false);
      assertThat(test.audited("password.rehashed")).hasSize(1);
      assertThat(letsIn(test, signIn(test, ALICE, Secret.of("U*U")))).isTrue();
    }
  }
}

package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.maintenance.TaskStatus;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Registration and the proof of an address. */
public interface RegistrationScenarios extends Scenario {

  /** Registers an address in English. */
  default void register(TestGatehouse test, String email, Secret password) {
    test.gatehouse()
        .registration()
        .register(new NewAccount(email, password, "Alice", Locale.ENGLISH), BROWSER);
  }

  @Test
  default void aNewAccountIsPendingUntilItsAddressIsProven() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      assertThat(test.gatehouse().users().findByEmail(ALICE).orElseThrow().status())
          .isEqualTo(UserStatus.PENDING);
      User proven = test.gatehouse().registration().verifyEmail(test.mailedToken(ALICE), BROWSER);
      assertThat(proven.status()).isEqualTo(UserStatus.ACTIVE);
      assertThat(proven.emailVerified()).isTrue();
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
    }
  }

  @Test
  @DisplayName("EM-17, ENUM-01: a login before the proof is refused like a wrong password")
  default void aLoginBeforeTheProofIsRefused() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      assertThat(refusal(test, PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThat(refusal(test, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  @Test
  default void anAccountThatNobodyProvesIsDeleted() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      test.verified("bob@example.com", PASSWORD);
      test.clock().advance(Duration.ofDays(7));
      sweep(test);
      assertThat(test.gatehouse().users().findByEmail(ALICE)).isPresent();
      test.clock().advance(Duration.ofSeconds(1));
      sweep(test);
      assertThat(test.gatehouse().users().findByEmail(ALICE)).isEmpty();
      assertThat(test.gatehouse().users().findByEmail("bob@example.com")).isPresent();
      assertThat(test.audited("user.deleted")).hasSize(1);
      register(test, ALICE, OTHER_PASSWORD);
      test.gatehouse().registration().verifyEmail(test.mailedToken(ALICE), BROWSER);
      assertThat(letsIn(test, signIn(test, ALICE, OTHER_PASSWORD))).isTrue();
    }
  }

  private static void sweep(TestGatehouse test) {
    assertThat(test.gatehouse().maintenance().runNow("unproven-accounts").lastOutcome())
        .isEqualTo(TaskStatus.Outcome.DONE);
  }

  private static ErrorCode refusal(TestGatehouse test, Secret password) {
    return test.gatehouse()
        .logins()
        .password(ALICE, password, "", BROWSER)
        .fold(
            signedIn -> ErrorCode.INTERNAL_ERROR,
            enrolment -> ErrorCode.INTERNAL_ERROR,
            factor -> ErrorCode.INTERNAL_ERROR,
            LoginResult.Refused::code);
  }

  @Test
  @DisplayName("EM-01: an address in use gets the same answer, and its owner a mail")
  default void anAddressInUseGetsTheSameAnswerAndItsOwnerAMail() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      test.clock().advance(Duration.ofHours(25));
      test.forgetMail();
      register(test, ALICE, OTHER_PASSWORD);
      assertThat(test.mail().awaitTo(ALICE).template()).isEqualTo("already_registered");
      assertThat(test.gatehouse().users().findByEmail(ALICE).orElseThrow().id())
          .isEqualTo(alice.id());
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(refusal(test, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  @Test
  @DisplayName("EM-02: spellings of one address are one account")
  default void spellingsOfOneAddressAreOneAccount() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      for (String spelling :
          List.of("Alice@Example.COM", "ALICE@example.com", "alice@example.com.")) {
        assertThat(test.gatehouse().users().findByEmail(spelling))
            .map(User::id)
            .contains(alice.id());
      }
    }
  }

  @Test
  @DisplayName(
      "EM-11: fifty registrations of one address at once, in many spellings, make one account")
  default void parallelRegistrationsMakeOneAccount() {
    try (TestGatehouse test = start()) {
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done = Racing.together(50, () -> {
        String spelling = turn.getAndIncrement() % 2 == 0 ? ALICE : "ALICE@example.com";
        try {
          register(test, spelling, PASSWORD);
          return true;
        } catch (AuthException busy) {
          return busy.code() == ErrorCode.BUSY;
        }
      });
      assertThat(done).doesNotContain(false);
      assertThat(test.audited("user.registered")).hasSize(1);
      assertThat(test.mailsTo(ALICE)).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "EM-12: whoever registers an address first does not choose the password of whoever proves it")
  default void aStrangersRegistrationDoesNotChooseTheOwnersPassword() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, OTHER_PASSWORD);
      Secret strangersToken = test.mailedToken(ALICE);
      test.clock().advance(Duration.ofMinutes(2));
      test.forgetMail();
      register(test, ALICE, PASSWORD);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), PASSWORD, BROWSER);
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(refusal(test, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThatThrownBy(
              () -> test.gatehouse().registration().verifyEmail(strangersToken, STRANGER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_INVALID);
    }
  }

  @Test
  @DisplayName(
      "EM-12: a stranger who registers again in between does not change what the owner's link activates")
  default void anOlderLinkActivatesItsOwnPassword() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      Secret ownersToken = test.mailedToken(ALICE);
      test.clock().advance(Duration.ofMinutes(2));
      register(test, ALICE, OTHER_PASSWORD);
      test.gatehouse().registration().verifyEmail(ownersToken, BROWSER);
      assertThat(letsIn(test, signIn(test, ALICE, PASSWORD))).isTrue();
      assertThat(refusal(test, OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  @Test
  @DisplayName("EM-13: a verification token works once, also for fifty at once")
  default void aVerificationTokenWorksOnce() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      Secret token = test.mailedToken(ALICE);
      List<Boolean> wins = Racing.together(50, () -> {
        try {
          test.gatehouse().registration().verifyEmail(token, BROWSER);
          return true;
        } catch (AuthException refused) {
          return false;
        }
      });
      assertThat(wins).containsOnlyOnce(true);
      assertThat(test.audited("user.email_verified")).hasSize(1);
    }
  }

  @Test
  @DisplayName("EM-13: a verification token ends at the instant it expires")
  default void aVerificationTokenEndsAtTheInstantItExpires() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      Secret token = test.mailedToken(ALICE);
      test.clock().advance(Duration.ofHours(24));
      assertThatThrownBy(() -> test.gatehouse().registration().verifyEmail(token, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_EXPIRED);
      test.clock().advance(Duration.ofNanos(-1000));
      assertThat(test.gatehouse().registration().verifyEmail(token, BROWSER).emailVerified())
          .isTrue();
    }
  }

  @Test
  @DisplayName("EM-13, FP-05: malformed tokens and tokens of another purpose are refused")
  default void junkAndForeignTokensAreRefused() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      String reset = test.mailedToken(ALICE).reveal();
      for (String junk : List.of(
          "",
          "null",
          "gvt_",
          "' OR 1=1",
          "x".repeat(1_000_000),
          reset,
          reset.replace("grt_", "gvt_"))) {
        assertThatThrownBy(
                () -> test.gatehouse().registration().verifyEmail(Secret.of(junk), STRANGER))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.TOKEN_INVALID);
      }
    }
  }

  @Test
  @DisplayName("EM-15: a hundred requests for another link send one mail per cooldown")
  default void resendingIsLimitedPerAddress() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      test.mail().awaitTo(ALICE);
      test.forgetMail();
      Racing.together(100, () -> {
        test.gatehouse().registration().resendVerification(ALICE, BROWSER);
        return true;
      });
      assertThat(test.mailsTo(ALICE)).hasSize(1);
      test.clock().advance(Duration.ofSeconds(60));
      test.gatehouse().registration().resendVerification("ALICE@example.com", BROWSER);
      assertThat(test.mailsTo(ALICE)).hasSize(2);
      test.clock().advance(Duration.ofSeconds(60));
      test.gatehouse().registration().resendVerification(ALICE, BROWSER);
      assertThat(test.mailsTo(ALICE)).as("the second wait is five minutes").hasSize(2);
    }
  }

  @Test
  default void aLinkThatWasSentAgainAsksForAPassword() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      test.mail().awaitTo(ALICE);
      test.forgetMail();
      test.gatehouse().registration().resendVerification(ALICE, BROWSER);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
      assertThat(letsIn(test, signIn(test, ALICE, OTHER_PASSWORD))).isTrue();
      assertThat(refusal(test, PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }
  }

  @Test
  @DisplayName(
      "the first reset of an account that waits for its proof is that proof, on record once")
  default void aResetProvesTheAddressOnRecord() {
    try (TestGatehouse test = start()) {
      register(test, ALICE, PASSWORD);
      test.mail().awaitTo(ALICE);
      for (int reset = 0; reset < 2; reset++) {
        test.forgetMail();
        test.clock().advance(Duration.ofMinutes(10));
        test.gatehouse().passwordReset().request(ALICE, BROWSER);
        User proven = test.gatehouse()
            .passwordReset()
            .reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
        assertThat(proven.emailVerified()).isTrue();
        assertThat(test.audited("user.email_verified"))
            .singleElement()
            .satisfies(
                record -> assertThat(record.subject()).isEqualTo(proven.id().toString()));
      }
    }
  }

  @Test
  default void nobodyUnknownGetsMail() {
    try (TestGatehouse test = start()) {
      test.gatehouse().registration().resendVerification("nobody@example.com", BROWSER);
      test.gatehouse().passwordReset().request("nobody@example.com", BROWSER);
      assertThat(test.mailsTo("nobody@example.com")).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "EM-08: an address that could add a header, or is none, is refused and stores nothing")
  default void hostileAddressesAreRefused() {
    try (TestGatehouse test = start()) {
      for (String address :
          List.of("", "a", "a@b\r\nBcc: c@d.example", "a@x.example,b@y.example", "<a@x.example>")) {
        assertThatThrownBy(() -> register(test, address, PASSWORD))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.VALIDATION_FAILED);
      }
      assertThat(test.audited("user.registered")).isEmpty();
    }
  }

  @Test
  @DisplayName("EM-16: a mail that anybody can cause shows nothing they wrote")
  default void aStrangersWordsStayOutOfMails() {
    try (TestGatehouse test = start()) {
      test.gatehouse()
          .registration()
          .register(
              new NewAccount(
                  ALICE, PASSWORD, "You won ${7*1234567} at evil.example", Locale.ENGLISH),
              BROWSER);
      MailMessage mail = test.mail().awaitTo(ALICE);
      assertThat(mail.subject() + mail.text() + mail.html())
          .doesNotContain("evil.example", "8641969");
      assertThat(CapturedMail.token(mail)).startsWith("gvt_");
    }
  }
}

package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Forgotten, reset and changed passwords, and changed addresses. */
public interface PasswordScenarios extends Scenario {

  /** Asks for a reset link and returns the token in the mail. */
  default Secret resetToken(TestGatehouse test) {
    test.forgetMail();
    test.gatehouse().passwordReset().request(ALICE, BROWSER);
    return test.mailedToken(ALICE);
  }

  /** Tells whether a password logs in. */
  default boolean logsIn(TestGatehouse test, Secret password) {
    return test.gatehouse().logins().password(ALICE, password, "", BROWSER)
        instanceof LoginResult.SignedIn;
  }

  @Test
  @DisplayName("FP-11: a reset ends every session, logs nobody in, and tells the owner")
  default void aResetEndsEverySession() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens before = signIn(test, ALICE, PASSWORD);
      assertThat(letsIn(test, before)).isTrue();
      Secret token = resetToken(test);
      test.forgetMail();
      test.gatehouse().passwordReset().reset(token, OTHER_PASSWORD, BROWSER);
      assertThat(letsIn(test, before)).isFalse();
      assertThat(test.gatehouse().sessions().list(alice.id())).isEmpty();
      assertThat(test.mail().awaitTo(ALICE).template()).isEqualTo("password_changed");
      assertThat(logsIn(test, PASSWORD)).isFalse();
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  @Test
  @DisplayName("FP-02: a hundred requests at once, in two spellings, send one mail")
  default void theCooldownSendsOneMail() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      test.forgetMail();
      AtomicInteger turn = new AtomicInteger();
      Racing.together(100, () -> {
        String spelling = turn.getAndIncrement() % 2 == 0 ? ALICE : "Alice@EXAMPLE.com";
        test.gatehouse().passwordReset().request(spelling, STRANGER);
        return true;
      });
      assertThat(test.mailsTo(ALICE)).hasSize(1);
      test.clock().advance(Duration.ofSeconds(59));
      test.gatehouse().passwordReset().request(ALICE, STRANGER);
      assertThat(test.mailsTo(ALICE)).hasSize(1);
      test.clock().advance(Duration.ofSeconds(1));
      test.gatehouse().passwordReset().request(ALICE, STRANGER);
      assertThat(test.mailsTo(ALICE)).hasSize(2);
    }
  }

  @Test
  @DisplayName("FP-03: of fifty resets with one token and different passwords one succeeds")
  default void ofParallelResetsOneSucceeds() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Secret token = resetToken(test);
      AtomicInteger turn = new AtomicInteger();
      List<Optional<Secret>> wins = Racing.together(50, () -> {
        Secret password = Secret.of("the passphrase of caller " + turn.getAndIncrement());
        try {
          test.gatehouse().passwordReset().reset(token, password, BROWSER);
          return Optional.of(password);
        } catch (AuthException refused) {
          return Optional.<Secret>empty();
        }
      });
      List<Secret> winners = wins.stream().flatMap(Optional::stream).toList();
      assertThat(winners).hasSize(1);
      assertThat(logsIn(test, winners.get(0))).isTrue();
    }
  }

  @Test
  @DisplayName("FP-04: an older link dies with a newer one, and with a changed password")
  default void olderLinksDie() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Secret older = resetToken(test);
      test.clock().advance(Duration.ofMinutes(2));
      Secret newer = resetToken(test);
      assertRefused(test, older, ErrorCode.TOKEN_INVALID);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      test.gatehouse().accounts().changePassword(self, PASSWORD, OTHER_PASSWORD, BROWSER);
      assertRefused(test, newer, ErrorCode.TOKEN_INVALID);
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  private static void assertRefused(TestGatehouse test, Secret token, ErrorCode code) {
    assertThatThrownBy(() -> test.gatehouse()
            .passwordReset()
            .reset(token, Secret.of("any good long passphrase"), STRANGER))
        .extracting(Scenario::code)
        .isEqualTo(code);
  }

  private static UserPrincipal self(TestGatehouse test, Tokens tokens) {
    return ((Authentication.Authenticated)
            test.gatehouse().authenticator().authenticate(tokens.access()))
        .principal();
  }

  @Test
  @DisplayName("FP-06: a reset link ends at the instant it expires")
  default void aResetLinkEndsAtTheInstantItExpires() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Secret token = resetToken(test);
      test.clock().advance(Duration.ofMinutes(30));
      assertRefused(test, token, ErrorCode.TOKEN_EXPIRED);
      assertThat(logsIn(test, PASSWORD)).isTrue();
    }
  }

  @Test
  @DisplayName("FP-12: a weak password does not spend the token, but tries are counted")
  default void aWeakPasswordDoesNotSpendTheToken() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Secret token = resetToken(test);
      for (int i = 0; i < 9; i++) {
        assertThatThrownBy(
                () -> test.gatehouse().passwordReset().reset(token, Secret.of("short"), BROWSER))
            .extracting(Scenario::code)
            .isEqualTo(ErrorCode.WEAK_PASSWORD);
      }
      test.gatehouse().passwordReset().reset(token, OTHER_PASSWORD, BROWSER);
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  @Test
  @DisplayName("FP-01: a blocked account gets no reset mail, a paused one does and stays paused")
  default void aResetReopensNothing() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      change(test, alice, UserStatus.PAUSED);
      test.gatehouse().passwordReset().reset(resetToken(test), OTHER_PASSWORD, BROWSER);
      assertThat(test.gatehouse().users().find(alice.id()))
          .map(User::status)
          .contains(UserStatus.PAUSED);
      change(test, alice, UserStatus.BLOCKED);
      test.clock().advance(Duration.ofHours(2));
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      assertThat(test.mailsTo(ALICE)).isEmpty();
    }
  }

  private static void change(TestGatehouse test, User user, UserStatus status) {
    test.gatehouse()
        .users()
        .changeStatus(
            user.id(),
            new StatusChange(status, "", Optional.empty()),
            Actor.system("test"),
            ClientInfo.none());
  }

  @Test
  default void aResetProvesTheAddressOfAPendingAccount() {
    try (TestGatehouse test = start()) {
      test.registered(ALICE, PASSWORD);
      User user = test.gatehouse().passwordReset().reset(resetToken(test), OTHER_PASSWORD, BROWSER);
      assertThat(user.status()).isEqualTo(UserStatus.ACTIVE);
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  @Test
  @DisplayName(
      "PW-04: a change needs the current password, another new one, and ends the other sessions only")
  default void aChangedPasswordKeepsTheCallersSession() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens mine = signIn(test, ALICE, PASSWORD);
      Tokens other = signIn(test, ALICE, PASSWORD);
      UserPrincipal self = self(test, mine);
      assertCannotChange(
          test,
          self,
          OTHER_PASSWORD,
          Secret.of("whatever long phrase"),
          ErrorCode.INVALID_CREDENTIALS);
      assertCannotChange(test, self, PASSWORD, PASSWORD, ErrorCode.WEAK_PASSWORD);
      assertCannotChange(test, self, PASSWORD, Secret.of("short"), ErrorCode.WEAK_PASSWORD);
      test.gatehouse().accounts().changePassword(self, PASSWORD, OTHER_PASSWORD, BROWSER);
      assertThat(letsIn(test, mine)).isTrue();
      assertThat(letsIn(test, other)).isFalse();
      assertThat(logsIn(test, PASSWORD)).isFalse();
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  private static void assertCannotChange(
      TestGatehouse test, UserPrincipal self, Secret current, Secret replacement, ErrorCode code) {
    assertThatThrownBy(
            () -> test.gatehouse().accounts().changePassword(self, current, replacement, BROWSER))
        .extracting(Scenario::code)
        .isEqualTo(code);
  }

  @Test
  @DisplayName("EM-09: of two parallel changes of address the proven one wins")
  default void onlyTheProvenAddressIsTaken() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens before = signIn(test, ALICE, PASSWORD);
      UserPrincipal self = self(test, before);
      test.gatehouse().accounts().requestEmailChange(self, "victim@example.com", BROWSER);
      test.mail().awaitTo("victim@example.com");
      test.clock().advance(Duration.ofMinutes(1));
      test.gatehouse().accounts().requestEmailChange(self, "New@example.com", BROWSER);
      Secret mine = test.mailedToken("New@example.com");
      User changed = test.gatehouse().accounts().confirmEmailChange(mine, BROWSER);
      assertThat(changed.id()).isEqualTo(alice.id());
      assertThat(changed.email().display()).isEqualTo("New@example.com");
      assertThat(letsIn(test, before)).isFalse();
      Secret victims = Secret.of(dev.gatehouse.testkit.CapturedMail.token(
          test.mail().newestTo("victim@example.com").orElseThrow()));
      assertThatThrownBy(() -> test.gatehouse().accounts().confirmEmailChange(victims, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_INVALID);
    }
  }

  @Test
  @DisplayName("EM-10: the old address takes a change back, and whoever made it is out")
  default void theOldAddressTakesAChangeBack() {
    try (TestGatehouse test = start()) {
      Secret undo = changed(test, "thief@example.com");
      Tokens thief = signIn(test, "thief@example.com", PASSWORD);
      User restored = test.gatehouse().accounts().undoEmailChange(undo, BROWSER);
      assertThat(restored.email().display()).isEqualTo(ALICE);
      assertThat(letsIn(test, thief)).isFalse();
      assertThat(logsIn(test, PASSWORD)).isFalse();
      assertThat(test.audited("user.email_change_undone")).hasSize(1);
      assertThatThrownBy(() -> test.gatehouse().accounts().undoEmailChange(undo, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_INVALID);
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      test.gatehouse().passwordReset().reset(test.mailedToken(ALICE), OTHER_PASSWORD, BROWSER);
      assertThat(logsIn(test, OTHER_PASSWORD)).isTrue();
    }
  }

  @Test
  @DisplayName("EM-10: a change is taken back also after a new password, for seven days")
  default void aChangeIsTakenBackForSevenDays() {
    try (TestGatehouse test = start()) {
      Secret undo = changed(test, "thief@example.com");
      UserPrincipal thief = self(test, signIn(test, "thief@example.com", PASSWORD));
      test.gatehouse().accounts().changePassword(thief, PASSWORD, OTHER_PASSWORD, BROWSER);
      test.clock().advance(Duration.ofDays(7).minusSeconds(1));
      assertThat(
              test.gatehouse().accounts().undoEmailChange(undo, BROWSER).email().display())
          .isEqualTo(ALICE);
    }
    try (TestGatehouse test = start()) {
      Secret undo = changed(test, "thief@example.com");
      test.clock().advance(Duration.ofDays(7));
      assertThatThrownBy(() -> test.gatehouse().accounts().undoEmailChange(undo, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }
  }

  @Test
  default void anAddressThatSomebodyElseHasNowIsNotTakenBack() {
    try (TestGatehouse test = start()) {
      Secret undo = changed(test, "new@example.com");
      test.clock().advance(Duration.ofDays(1));
      test.verified(ALICE, OTHER_PASSWORD);
      assertThatThrownBy(() -> test.gatehouse().accounts().undoEmailChange(undo, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.EMAIL_TAKEN);
      assertThat(letsIn(test, signIn(test, "new@example.com", PASSWORD))).isTrue();
    }
  }

  @Test
  @DisplayName("EM-15: one session cannot make us write to many strangers")
  default void aSessionCannotWriteToManyStrangers() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      for (int i = 0; i < 5; i++) {
        test.gatehouse()
            .accounts()
            .requestEmailChange(self, "stranger" + i + "@example.com", BROWSER);
      }
      assertThat(test.mailsTo("stranger0@example.com")).hasSize(1);
      assertThat(test.mailsTo("stranger1@example.com")).isEmpty();
      assertThat(test.mailsTo("stranger4@example.com")).isEmpty();
    }
  }

  /** Changes the address of a new account, and returns the token that its old address got. */
  private Secret changed(TestGatehouse test, String newAddress) {
    test.verified(ALICE, PASSWORD);
    UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
    test.gatehouse().accounts().requestEmailChange(self, newAddress, BROWSER);
    User unused =
        test.gatehouse().accounts().confirmEmailChange(test.mailedToken(newAddress), BROWSER);
    return test.mailedToken(ALICE);
  }

  @Test
  default void anAddressThatWasTakenMeanwhileIsRefused() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      UserPrincipal self = self(test, signIn(test, ALICE, PASSWORD));
      test.gatehouse().accounts().requestEmailChange(self, "bob@example.com", BROWSER);
      Secret token = test.mailedToken("bob@example.com");
      test.verified("bob@example.com", OTHER_PASSWORD);
      assertThatThrownBy(() -> test.gatehouse().accounts().confirmEmailChange(token, BROWSER))
          .extracting(Scenario::code)
          .isEqualTo(ErrorCode.EMAIL_TAKEN);
      assertThat(logsIn(test, PASSWORD)).isTrue();
    }
  }
}

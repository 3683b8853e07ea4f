package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ways in that stay open, or are opened, to the owner of a locked account; part of {@link LockoutScenarios}. */
public interface UnlockScenarios extends LockoutScenario {
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
}

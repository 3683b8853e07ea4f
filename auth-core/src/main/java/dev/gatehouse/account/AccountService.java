package dev.gatehouse.account;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people do with their own account once they are logged in. */
public final class AccountService {
  private final UserStore users;
  private final PasswordService passwords;
  private final MailedTokens tokens;
  private final Dependents dependents;
  private final AccountPolicy policy;
  private final Surroundings around;

  /** Works on the given stores. */
  public AccountService(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      Dependents dependents,
      AccountPolicy policy,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.dependents = dependents;
    this.policy = policy;
    this.around = around;
  }

  /**
   * Returns an account.
   *
   * @throws AuthException NOT_FOUND if there is none
   */
  public User get(UserId id) {
    return users.find(id).orElseThrow(AccountService::gone);
  }

  /**
   * Replaces the password and ends every session but the caller's.
   *
   * @throws AuthException INVALID_CREDENTIALS if the current password is wrong, WEAK_PASSWORD, or BUSY
   */
  public void changePassword(
      UserPrincipal self, Secret current, Secret replacement, ClientInfo client) {
    User user = get(self.userId());
    if (!passwords.verify(Optional.of(user.id()), current).right()) {
      around
          .events()
          .deny(EventDraft.of(EventType.PASSWORD_CHANGE_FAILED, client)
              .byOwner(user.id())
              .refused("wrong_password"));
      throw new AuthException(ErrorCode.INVALID_CREDENTIALS, "The current password is wrong.");
    }
    passwords.requireDifferent(current, replacement);
    PasswordHash hash =
        passwords.prepare(replacement, List.of(user.email().canonical(), user.name()));
    Instant now = around.now();
    around
        .transactions()
        .run(() -> changePassword(self, user.credentialEpoch(), hash, client, now));
  }

  private void changePassword(
      UserPrincipal self, long credentialEpoch, PasswordHash hash, ClientInfo client, Instant now) {
    UserId id = self.userId();
    User user = users.advanceEpoch(id, true).orElseThrow(AccountService::gone);
    if (user.credentialEpoch() != credentialEpoch + 1) {
      // Somebody changed a credential while this request hashed: what it proved is no longer true.
      throw new AuthException(
          ErrorCode.INVALID_CREDENTIALS, "The password was changed in the meantime.");
    }
    passwords.store(id, hash);
    dependents.sessions().keep(id, self.sessionId());
    tokens.revokeAfterCredentialChange(id, now);
    around.events().record(EventDraft.of(EventType.PASSWORD_CHANGED, client).byOwner(id));
    mail(user, user.email(), MailTemplate.PASSWORD_CHANGED, Map.of());
    changed(id);
  }

  /**
   * Mails a confirmation link to a new address and a notice to the present one; nothing changes until the link is used.
   * The caller must have required a recent login.
   *
   * @throws AuthException VALIDATION_FAILED if the text is no address
   */
  public void requestEmailChange(UserPrincipal self, String newEmail, ClientInfo client) {
    EmailAddress wanted = Fields.email("/email", newEmail);
    Instant now = around.now();
    around.transactions().run(() -> requestEmailChange(self.userId(), wanted, client, now));
  }

  private void requestEmailChange(UserId id, EmailAddress wanted, ClientInfo client, Instant now) {
    User user = get(id);
    boolean taken = users.findByEmail(wanted).isPresent();
    if (!tokens.mayMail("change", wanted, now)) {
      return;
    }
    tokens.revokeAll(id, TokenPurpose.CHANGE_EMAIL, now);
    TokenPurpose purpose = taken ? TokenPurpose.DECOY : TokenPurpose.CHANGE_EMAIL;
    String target = user.epoch() + "\n" + wanted.canonical() + "\n" + wanted.display();
    Secret token = tokens.issue(
        purpose, Optional.of(user), target, Sealed.nothing(), policy.verificationLifetime(), now);
    if (!taken) {
      mail(user, wanted, MailTemplate.EMAIL_CHANGE_CONFIRM, Map.of("token", token.reveal()));
    }
    mail(user, user.email(), MailTemplate.EMAIL_CHANGE_NOTICE, Map.of());
    around
        .events()
        .record(EventDraft.of(EventType.USER_EMAIL_CHANGE_REQUESTED, client).byOwner(id));
  }

  /**
   * Replaces the address by the one the token was mailed to, and ends every session.
   *
   * @throws AuthException TOKEN_INVALID, TOKEN_EXPIRED, or EMAIL_TAKEN if somebody registered it meanwhile
   */
  public User confirmEmailChange(Secret token, ClientInfo client) {
    Instant now = around.now();
    return around
        .transactions()
        .call(() -> confirm(tokens.consume(TokenPurpose.CHANGE_EMAIL, token, now), client, now));
  }

  private User confirm(OneTimeToken token, ClientInfo client, Instant now) {
    User before = token.user().flatMap(users::find).orElseThrow(MailedTokens::invalid);
    String[] target = token.target().split("\n", 3);
    User after = users
        .changeEmail(before.id(), EmailAddress.stored(target[2], target[1]))
        .orElseThrow(
            () -> new AuthException(ErrorCode.EMAIL_TAKEN, "That address has an account already."));
    // Whoever ended all sessions meanwhile has also ended what those sessions had begun.
    if (after.epoch() != Long.parseLong(target[0]) + 1
        || after.credentialEpoch() != token.credentialEpoch() + 1
        || after.statusAt(now) != UserStatus.ACTIVE) {
      throw MailedTokens.invalid();
    }
    tokens.revokeAfterCredentialChange(after.id(), now);
    around.events().record(EventDraft.of(EventType.USER_EMAIL_CHANGED, client).byOwner(after.id()));
    mail(before, before.email(), MailTemplate.EMAIL_CHANGE_NOTICE, Map.of());
    changed(after.id());
    return after;
  }

  /**
   * Sets the name and the language of mails.
   *
   * @throws AuthException VALIDATION_FAILED if the name is too long or not one line of text
   */
  public User changeProfile(UserPrincipal self, String newName, Locale locale, ClientInfo client) {
    String name = Fields.name("/name", newName);
    return around.transactions().call(() -> {
      users.changeProfile(self.userId(), name, locale);
      around
          .events()
          .record(EventDraft.of(EventType.USER_PROFILE_CHANGED, client).byOwner(self.userId()));
      return get(self.userId());
    });
  }

  /**
   * Closes the account for ever: every session ends, the password is deleted, the address stays reserved.
   *
   * @throws AuthException LAST_ADMIN if nobody else would be an administrator
   */
  public void close(UserPrincipal self, ClientInfo client) {
    Instant now = around.now();
    around.transactions().run(() -> close(self.userId(), client, now));
  }

  private void close(UserId id, ClientInfo client, Instant now) {
    dependents.guard().beforeChange(id, UserStatus.CLOSED, Actor.user(id), client);
    StatusChange closed = new StatusChange(UserStatus.CLOSED, "", Optional.empty());
    User user = users.changeStatus(id, closed, now).orElseThrow(AccountService::gone);
    passwords.remove(id);
    tokens.revokeAfterCredentialChange(id, now);
    around.events().record(EventDraft.of(EventType.USER_CLOSED, client).byOwner(id));
    mail(user, user.email(), MailTemplate.ACCOUNT_CLOSED, Map.of());
    changed(id);
  }

  private void changed(UserId id) {
    around
        .transactions()
        .afterCommit(() -> around.invalidations().publish(PasswordResetService.userChanged(id)));
  }

  private void mail(User user, EmailAddress to, MailTemplate template, Map<String, String> values) {
    around.mails().send(template, to.display(), user.locale(), Fields.withName(values, user));
  }

  private static AuthException gone() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such account.");
  }
}

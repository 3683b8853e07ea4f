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
import dev.gatehouse.throttle.LoginLockout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people do with their own account once they are logged in. */
public final class AccountService {
  private static final Duration UNDO_LIFETIME = Duration.ofDays(7);

  private final UserStore users;
  private final PasswordService passwords;
  private final MailedTokens tokens;
  private final Dependents dependents;
  private final AccountPolicy policy;
  private final OwnPassword ownPassword;
  private final Closing closing;
  private final Surroundings around;

  /** Works on the given stores. */
  public AccountService(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      Dependents dependents,
      AccountPolicy policy,
      LoginLockout lockout,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.dependents = dependents;
    this.policy = policy;
    this.ownPassword = new OwnPassword(passwords, lockout);
    this.closing = new Closing(passwords, tokens, dependents.belongings(), around.mails());
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
   * @throws AuthException INVALID_CREDENTIALS if the current password is wrong, WEAK_PASSWORD, LOGIN_DELAYED, or
   *     BUSY
   */
  public void changePassword(
      UserPrincipal self, Secret current, Secret replacement, ClientInfo client) {
    User user = get(self.userId());
    if (!ownPassword.isRight(user.id(), current, client)) {
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
    boolean unused = dependents.sessions().keep(id, self.sessionId());
    tokens.revokeAfterCredentialChange(id, now);
    around.events().record(EventDraft.of(EventType.PASSWORD_CHANGED, client).byOwner(id));
    mail(user, user.email(), MailTemplate.PASSWORD_CHANGED, Map.of());
    around.changed(id);
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
    // Neither may a session be used to write to many strangers, nor many sessions to write to one.
    if (!tokens.mayMail("change-by", user.email(), now) || !tokens.mayMail("change", wanted, now)) {
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
    OneTimeToken found = tokens.find(TokenPurpose.CHANGE_EMAIL, token, now);
    return around.transactions().call(() -> confirm(found, token, client, now));
  }

  private User confirm(OneTimeToken found, Secret secret, ClientInfo client, Instant now) {
    User before = found.user().flatMap(users::find).orElseThrow(MailedTokens::invalid);
    String[] target = found.target().split("\n", 3);
    User after = users
        .changeEmail(before.id(), EmailAddress.stored(target[2], target[1]))
        .orElseThrow(AccountService::taken);
    OneTimeToken token = tokens.consume(TokenPurpose.CHANGE_EMAIL, secret, now);
    // Whoever ended all sessions meanwhile has also ended what those sessions had begun.
    if (after.epoch() != Long.parseLong(target[0]) + 1
        || after.credentialEpoch() != token.credentialEpoch() + 1
        || after.statusAt(now) != UserStatus.ACTIVE) {
      throw MailedTokens.invalid();
    }
    tokens.revokeAfterCredentialChange(after.id(), now);
    around.events().record(EventDraft.of(EventType.USER_EMAIL_CHANGED, client).byOwner(after.id()));
    Secret undo = tokens.issue(
        TokenPurpose.UNDO_EMAIL_CHANGE,
        Optional.of(after),
        before.email().canonical() + "\n" + before.email().display(),
        Sealed.nothing(),
        UNDO_LIFETIME,
        now);
    mail(before, before.email(), MailTemplate.EMAIL_CHANGED, Map.of("token", undo.reveal()));
    around.changed(after.id());
    return after;
  }

  /**
   * Gives the account the address back that the token was mailed to. Whoever changed it may know the password, so that is
   * deleted and every session ends; the owner chooses a new one by a reset link. Works for seven days, whatever was
   * changed since.
   *
   * @throws AuthException TOKEN_INVALID, TOKEN_EXPIRED, or EMAIL_TAKEN if somebody registered the address meanwhile
   */
  public User undoEmailChange(Secret token, ClientInfo client) {
    Instant now = around.now();
    OneTimeToken found = tokens.find(TokenPurpose.UNDO_EMAIL_CHANGE, token, now);
    return around.transactions().call(() -> undo(found, token, client, now));
  }

  private User undo(OneTimeToken found, Secret token, ClientInfo client, Instant now) {
    UserId id = found
        .user()
        .flatMap(users::find)
        .filter(user -> user.status() != UserStatus.CLOSED)
        .map(User::id)
        .orElseThrow(MailedTokens::invalid);
    String[] target = found.target().split("\n", 2);
    User restored = users
        .changeEmail(id, EmailAddress.stored(target[1], target[0]))
        .orElseThrow(AccountService::taken);
    OneTimeToken spent = tokens.consume(TokenPurpose.UNDO_EMAIL_CHANGE, token, now);
    passwords.remove(id);
    tokens.revokeAfterCredentialChange(id, now);
    around
        .events()
        .record(EventDraft.of(EventType.USER_EMAIL_CHANGE_UNDONE, client)
            .byOwner(id)
            .with("changed", spent.createdAt().toString()));
    around.changed(id);
    return restored;
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
      around.changed(self.userId());
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
    closing.finish(user, now);
    around.events().record(EventDraft.of(EventType.USER_CLOSED, client).byOwner(id));
    around.changed(id);
  }

  private void mail(User user, EmailAddress to, MailTemplate template, Map<String, String> values) {
    around.mails().send(template, to.display(), user.locale(), Fields.withName(values, user));
  }

  private static AuthException taken() {
    return new AuthException(ErrorCode.EMAIL_TAKEN, "That address has an account already.");
  }

  private static AuthException gone() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such account.");
  }
}

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
import dev.gatehouse.throttle.LoginLockout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new password for whoever can read the account's mail.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Asking tells nothing about the address. The link goes to the stored address, works once, and dies with a newer
 * one or with any change of a credential. A reset ends every session, logs nobody in, forgets the guesses at the account
 * (but not those of other addresses), and neither removes a second
 * factor nor reopens an account that is paused or blocked.
 */
public final class PasswordResetService {
  private static final Duration SHORTEST_COOLDOWN = Duration.ofMinutes(1);

  private final UserStore users;
  private final PasswordService passwords;
  private final MailedTokens tokens;
  private final AccountPolicy policy;
  private final LoginLockout lockout;
  private final Surroundings around;

  /** Resets passwords in the given stores. */
  public PasswordResetService(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      AccountPolicy policy,
      LoginLockout lockout,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.policy = policy;
    this.lockout = lockout;
    this.around = around;
  }

  /**
   * Mails a reset link to the account's stored address, at most once per cooldown.
   *
   * @throws AuthException VALIDATION_FAILED if the text is no address at all
   */
  public void request(String address, ClientInfo client) {
    EmailAddress email = Fields.email("/email", address);
    Instant now = around.now();
    around.transactions().run(() -> request(email, client, now));
  }

  private void request(EmailAddress email, ClientInfo client, Instant now) {
    Optional<User> owner = users.findByEmail(email);
    if (!tokens.mayMail("reset", email, now)) {
      return;
    }
    Optional<User> entitled = owner.filter(user -> mayReset(user.status()));
    TokenPurpose purpose = entitled.isPresent() ? TokenPurpose.RESET_PASSWORD : TokenPurpose.DECOY;
    tokens.revokeAll(owner.map(User::id).orElseGet(this::nobody), TokenPurpose.RESET_PASSWORD, now);
    Secret token = tokens.issue(
        purpose, owner, email.canonical(), Sealed.nothing(), policy.resetLifetime(), now);
    entitled.ifPresentOrElse(
        user -> mail(user, MailTemplate.RESET_PASSWORD, Map.of("token", token.reveal())),
        () -> around.mails().pretend(MailTemplate.RESET_PASSWORD, email.display()));
    EventDraft event = EventDraft.of(EventType.PASSWORD_RESET_REQUESTED, client);
    around
        .events()
        .deny(owner
            .map(user -> event.about(user.id()))
            .orElseGet(() -> event.refused("unknown_account")));
  }

  /**
   * Mails a reset link to an account, because somebody else wants it to have one. They do not see the link.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; ACCOUNT_DISABLED if it is blocked;
   *     RATE_LIMITED if a link was mailed a moment ago
   */
  public void requestFor(UserId id, Actor by, ClientInfo client) {
    Instant now = around.now();
    around.transactions().run(() -> requestFor(id, by, client, now));
  }

  private void requestFor(UserId id, Actor by, ClientInfo client, Instant now) {
    User user = users
        .find(id)
        .filter(found -> found.status() != UserStatus.CLOSED)
        .orElseThrow(() ->
            new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
    if (!mayReset(user.status())) {
      throw new AuthException(ErrorCode.ACCOUNT_DISABLED, "Enable the account first.");
    }
    if (!tokens.mayMail("reset", user.email(), now)) {
      throw new AuthException(ErrorCode.RATE_LIMITED, "A link was mailed a moment ago.")
          .retryAfter(SHORTEST_COOLDOWN);
    }
    tokens.revokeAll(id, TokenPurpose.RESET_PASSWORD, now);
    Secret token = tokens.issue(
        TokenPurpose.RESET_PASSWORD,
        Optional.of(user),
        user.email().canonical(),
        Sealed.nothing(),
        policy.resetLifetime(),
        now);
    mail(user, MailTemplate.RESET_PASSWORD, Map.of("token", token.reveal()));
    around
        .events()
        .record(
            EventDraft.of(EventType.PASSWORD_RESET_REQUESTED, client).about(id).by(by));
  }

  private UserId nobody() {
    return new UserId(around.ids().next());
  }

  private static boolean mayReset(UserStatus status) {
    return status == UserStatus.ACTIVE
        || status == UserStatus.PENDING
        || status == UserStatus.PAUSED;
  }

  /**
   * Sets a new password. A password that is too weak does not spend the token; ten tries do. An account whose address was
   * not proven yet has proven it thereby, which is an event of its own before that of the reset.
   *
   * @throws AuthException TOKEN_INVALID, TOKEN_EXPIRED, WEAK_PASSWORD, or BUSY
   */
  public User reset(Secret token, Secret newPassword, ClientInfo client) {
    Instant now = around.now();
    OneTimeToken found = tokens.find(TokenPurpose.RESET_PASSWORD, token, now);
    User owner = found.user().flatMap(users::find).orElseThrow(MailedTokens::invalid);
    if (!tokens.reserveTry(found, now)) {
      throw MailedTokens.invalid();
    }
    PasswordHash hash =
        passwords.prepare(newPassword, List.of(owner.email().canonical(), owner.name()));
    return around.transactions().call(() -> reset(owner.id(), token, hash, client, now));
  }

  private User reset(UserId id, Secret token, PasswordHash hash, ClientInfo client, Instant now) {
    // The new epoch shows what the account was before: a credential that changed since the mail
    // voids the token.
    User user = users.advanceEpoch(id, true).orElseThrow(MailedTokens::invalid);
    OneTimeToken spent = tokens.consume(TokenPurpose.RESET_PASSWORD, token, now);
    if (user.credentialEpoch() != spent.credentialEpoch() + 1 || !mayReset(user.status())) {
      throw MailedTokens.invalid();
    }
    // Whoever reads the mail has proven the address.
    User proven = users
        .verifyEmail(id, EmailAddress.stored(spent.target(), spent.target()))
        .orElse(user);
    passwords.store(id, hash);
    tokens.revokeAfterCredentialChange(id, now);
    tokens.revokeAll(id, TokenPurpose.VERIFY_EMAIL, now);
    if (user.status() == UserStatus.PENDING) {
      // Whoever registered the address may have been somebody else: their words do not stay.
      users.changeProfile(id, "", user.locale());
      around
          .events()
          .record(EventDraft.of(EventType.USER_EMAIL_VERIFIED, client).byOwner(id));
    }
    around
        .events()
        .record(EventDraft.of(EventType.PASSWORD_RESET_COMPLETED, client).byOwner(id));
    mail(user, MailTemplate.PASSWORD_CHANGED, Map.of());
    around.changed(id);
    // After all sessions ended. A reset stands also if the lanes stay shut: whoever waits no longer
    // than a lock loses
    // nothing.
    around.transactions().afterCommit(() -> lockout.unlock(user.email().canonical(), id, client));
    return proven;
  }

  private void mail(User owner, MailTemplate template, Map<String, String> values) {
    around
        .mails()
        .send(template, owner.email().display(), owner.locale(), Fields.withName(values, owner));
  }
}

package dev.gatehouse.account;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registration by e-mail address and password, and the proof of that address.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>The caller cannot tell whether an address has an account: the answer, the hash work and the statements are the
 * same, only the mail differs. Of concurrent registrations of one address, one account results. The password that
 * becomes active is the one of the registration whose mail was answered.
 */
public final class RegistrationService {
  private final UserStore users;
  private final PasswordService passwords;
  private final MailedTokens tokens;
  private final PendingPassword pendingPassword;
  private final AccountPolicy policy;
  private final Surroundings around;

  /** Registers into the given stores. */
  public RegistrationService(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      KeyRing keys,
      AccountPolicy policy,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.pendingPassword = new PendingPassword(keys);
    this.policy = policy;
    this.around = around;
  }

  /**
   * Registers an address, or mails its owner that it is registered already.
   *
   * @throws AuthException VALIDATION_FAILED, WEAK_PASSWORD, REGISTRATION_DISABLED, or BUSY
   */
  public void register(NewAccount wanted, ClientInfo client) {
    if (!policy.registrationOpen()) {
      throw new AuthException(
          ErrorCode.REGISTRATION_DISABLED, "This application takes no new accounts.");
    }
    EmailAddress email = Fields.email("/email", wanted.email());
    String name = Fields.name("/name", wanted.name());
    PasswordHash hash = passwords.prepare(wanted.password(), List.of(email.canonical(), name));
    Instant now = around.now();
    User candidate = candidate(email, name, wanted, now);
    around.transactions().run(() -> register(candidate, hash, client, now));
  }

  private User candidate(EmailAddress email, String name, NewAccount wanted, Instant now) {
    return new User(
        new UserId(around.ids().next()),
        email,
        false,
        name,
        wanted.locale(),
        UserStatus.PENDING,
        "",
        Optional.empty(),
        0,
        0,
        now);
  }

  private void register(User candidate, PasswordHash hash, ClientInfo client, Instant now) {
    boolean created = users.insert(candidate);
    User owner = users.findByEmail(candidate.email()).orElseThrow(IllegalStateException::new);
    boolean pending = owner.status() == UserStatus.PENDING;
    // An account in use keeps its password; the statement runs all the same, for an account that
    // does not exist.
    passwords.store(pending ? owner.id() : new UserId(around.ids().next()), hash);
    boolean mayMail = tokens.mayMail("register", owner.email(), now);
    Secret token =
        issue(owner, pending ? pendingPassword.seal(owner.id(), hash) : decoy(hash), now);
    if (mayMail) {
      mailOwner(owner, token);
    }
    EventType type = created ? EventType.USER_REGISTERED : EventType.USER_REGISTRATION_REPEATED;
    around.events().record(EventDraft.of(type, client).about(owner.id()));
  }

  private Sealed decoy(PasswordHash hash) {
    return pendingPassword.seal(new UserId(around.ids().next()), hash);
  }

  private Secret issue(User owner, Sealed payload, Instant now) {
    TokenPurpose purpose =
        owner.status() == UserStatus.PENDING ? TokenPurpose.VERIFY_EMAIL : TokenPurpose.DECOY;
    return tokens.issue(
        purpose,
        Optional.of(owner),
        owner.email().canonical(),
        payload,
        policy.verificationLifetime(),
        now);
  }

  private void mailOwner(User owner, Secret token) {
    if (owner.status() == UserStatus.PENDING) {
      mail(owner, MailTemplate.VERIFY_EMAIL, Map.of("token", token.reveal()));
    } else if (owner.status() != UserStatus.CLOSED) {
      mail(owner, MailTemplate.ALREADY_REGISTERED, Map.of());
    }
  }

  private void mail(User owner, MailTemplate template, Map<String, String> values) {
    around
        .mails()
        .send(template, owner.email().display(), owner.locale(), Fields.withName(values, owner));
  }

  /** Mails another verification link for the latest registration of an address, if it is still unproven. */
  public void resendVerification(String address, ClientInfo client) {
    EmailAddress email = Fields.email("/email", address);
    Instant now = around.now();
    around.transactions().run(() -> resend(email, client, now));
  }

  private void resend(EmailAddress email, ClientInfo client, Instant now) {
    Optional<User> owner = users.findByEmail(email);
    if (!tokens.mayMail("resend", email, now)) {
      return;
    }
    Optional<User> unproven = owner.filter(user -> user.status() == UserStatus.PENDING);
    TokenPurpose purpose = unproven.isPresent() ? TokenPurpose.VERIFY_EMAIL : TokenPurpose.DECOY;
    Secret token = tokens.issue(
        purpose, owner, email.canonical(), Sealed.nothing(), policy.verificationLifetime(), now);
    unproven.ifPresent(
        user -> mail(user, MailTemplate.VERIFY_EMAIL, Map.of("token", token.reveal())));
    EventDraft event = EventDraft.of(EventType.VERIFICATION_REQUESTED, client);
    around.events().record(owner.map(user -> event.about(user.id())).orElse(event));
  }

  /**
   * Proves the address that the token was mailed to, and activates the account.
   *
   * @throws AuthException TOKEN_INVALID or TOKEN_EXPIRED
   */
  public User verifyEmail(Secret token, ClientInfo client) {
    Instant now = around.now();
    return around
        .transactions()
        .call(() -> verify(tokens.consume(TokenPurpose.VERIFY_EMAIL, token, now), client, now));
  }

  private User verify(OneTimeToken token, ClientInfo client, Instant now) {
    UserId id = token.user().orElseThrow(MailedTokens::invalid);
    EmailAddress proven = EmailAddress.stored(token.target(), token.target());
    User user = users.verifyEmail(id, proven).orElseThrow(MailedTokens::invalid);
    pendingPassword.open(id, token.payload()).ifPresent(hash -> passwords.store(id, hash));
    tokens.revokeAll(id, TokenPurpose.VERIFY_EMAIL, now);
    around.events().record(EventDraft.of(EventType.USER_EMAIL_VERIFIED, client).byOwner(id));
    return user;
  }
}

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
import java.time.Duration;
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
 * same, only the mail differs. Of concurrent registrations of one address, one account results. No password is stored
 * before the address is proven: the first mail's link activates the password it was registered with, and any later
 * mail's link asks for a new one.
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
    boolean mayMail = tokens.mayMail("register", owner.email(), now);
    if (!created && !mayMail) {
      return;
    }
    Secret token = issue(owner, created, hash, now);
    if (mayMail) {
      mailOwner(owner, created, token);
    }
    EventType type = created ? EventType.USER_REGISTERED : EventType.USER_REGISTRATION_REPEATED;
    around.events().record(EventDraft.of(type, client).about(owner.id()));
  }

  /** The first registration's link activates its password. Any later one lets the mail's reader choose. */
  private Secret issue(User owner, boolean created, PasswordHash hash, Instant now) {
    TokenPurpose purpose = created ? TokenPurpose.VERIFY_EMAIL : laterPurpose(owner);
    Duration life = created ? policy.verificationLifetime() : policy.resetLifetime();
    Sealed payload = pendingPassword.seal(owner.id(), hash);
    return tokens.issue(purpose, Optional.of(owner), owner.email().canonical(), payload, life, now);
  }

  private static TokenPurpose laterPurpose(User owner) {
    return owner.status() == UserStatus.PENDING ? TokenPurpose.RESET_PASSWORD : TokenPurpose.DECOY;
  }

  private void mailOwner(User owner, boolean created, Secret token) {
    if (created) {
      mail(owner, MailTemplate.VERIFY_EMAIL, Map.of("token", token.reveal()));
    } else if (owner.status() == UserStatus.PENDING) {
      mail(owner, MailTemplate.RESET_PASSWORD, Map.of("token", token.reveal()));
    } else if (owner.status() != UserStatus.CLOSED) {
      mail(owner, MailTemplate.ALREADY_REGISTERED, Map.of());
    } else {
      around.mails().pretend(MailTemplate.ALREADY_REGISTERED, owner.email().display());
    }
  }

  private void mail(User owner, MailTemplate template, Map<String, String> values) {
    around
        .mails()
        .send(template, owner.email().display(), owner.locale(), Fields.withName(values, owner));
  }

  /**
   * Mails the owner of an unproven address another link. It lets its reader choose the password: nobody can tell whether
   * the registration was theirs.
   */
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
    TokenPurpose purpose = owner.map(RegistrationService::laterPurpose).orElse(TokenPurpose.DECOY);
    Secret token = tokens.issue(
        purpose, owner, email.canonical(), Sealed.nothing(), policy.resetLifetime(), now);
    owner
        .filter(user -> user.status() == UserStatus.PENDING)
        .ifPresentOrElse(
            user -> mail(user, MailTemplate.RESET_PASSWORD, Map.of("token", token.reveal())),
            () -> around.mails().pretend(MailTemplate.RESET_PASSWORD, email.display()));
    EventDraft event = EventDraft.of(EventType.VERIFICATION_REQUESTED, client);
    around.events().deny(owner.map(user -> event.about(user.id())).orElse(event));
  }

  /**
   * Proves the address that the token was mailed to, and activates the account.
   *
   * @throws AuthException TOKEN_INVALID or TOKEN_EXPIRED
   */
  public User verifyEmail(Secret token, ClientInfo client) {
    Instant now = around.now();
    OneTimeToken found = tokens.find(TokenPurpose.VERIFY_EMAIL, token, now);
    return around.transactions().call(() -> verify(found, token, client, now));
  }

  private User verify(OneTimeToken found, Secret token, ClientInfo client, Instant now) {
    UserId id = found.user().orElseThrow(MailedTokens::invalid);
    EmailAddress proven = EmailAddress.stored(found.target(), found.target());
    // The account before its tokens, here as everywhere: two that change both cannot wait for each
    // other.
    User user = users.verifyEmail(id, proven).orElseThrow(MailedTokens::invalid);
    OneTimeToken spent = tokens.consume(TokenPurpose.VERIFY_EMAIL, token, now);
    pendingPassword.open(id, spent.payload()).ifPresent(hash -> passwords.store(id, hash));
    tokens.revokeAll(id, TokenPurpose.VERIFY_EMAIL, now);
    around.events().record(EventDraft.of(EventType.USER_EMAIL_VERIFIED, client).byOwner(id));
    return user;
  }
}

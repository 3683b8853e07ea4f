package dev.gatehouse.account;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.mail.MailTemplate;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.throttle.Locked;
import dev.gatehouse.throttle.LoginLockout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends the lockout of an account: for its owner by a link in a mail, for an administrator at once.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Asking tells nothing about the address. The link goes to the stored address, works once, and dies with any change of a
 * credential. It logs nobody in: it lets its owner guess again, while the addresses that guessed wrong go on waiting.
 */
public final class UnlockService {
  private static final TokenPurpose PURPOSE = TokenPurpose.UNLOCK_LOGIN;

  private final UserStore users;
  private final MailedTokens tokens;
  private final AccountPolicy policy;
  private final LoginLockout lockout;
  private final StatusGuard guard;
  private final Surroundings around;

  /** Works on the given stores. */
  public UnlockService(
      UserStore users,
      MailedTokens tokens,
      AccountPolicy policy,
      LoginLockout lockout,
      StatusGuard guard,
      Surroundings around) {
    this.users = users;
    this.tokens = tokens;
    this.policy = policy;
    this.lockout = lockout;
    this.guard = guard;
    this.around = around;
  }

  /**
   * Mails a link to the account's stored address, at most once per cooldown, whether or not it is locked.
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
    if (!tokens.mayMail("unlock", email, now)) {
      return;
    }
    Optional<User> entitled = owner.filter(user -> user.statusAt(now) == UserStatus.ACTIVE);
    tokens.revokeAll(
        owner.map(User::id).orElseGet(() -> new UserId(around.ids().next())), PURPOSE, now);
    Secret token = tokens.issue(
        entitled.isPresent() ? PURPOSE : TokenPurpose.DECOY,
        owner,
        email.canonical(),
        Sealed.nothing(),
        policy.resetLifetime(),
        now);
    entitled.ifPresentOrElse(
        user -> around
            .mails()
            .send(
                MailTemplate.UNLOCK_LOGIN,
                user.email().display(),
                user.locale(),
                Map.of("token", token.reveal())),
        () -> around.mails().pretend(MailTemplate.UNLOCK_LOGIN, email.display()));
    EventDraft event = EventDraft.of(EventType.USER_UNLOCK_REQUESTED, client);
    around
        .events()
        .deny(owner
            .map(user -> event.about(user.id()))
            .orElseGet(() -> event.refused("unknown_account")));
  }

  /**
   * Lets the owner of an account guess again, from wherever they open the link. Returns the account.
   *
   * @throws AuthException TOKEN_INVALID or TOKEN_EXPIRED
   */
  public User unlock(Secret token, ClientInfo client) {
    Instant now = around.now();
    return around.transactions().call(() -> {
      OneTimeToken spent = tokens.consume(PURPOSE, token, now);
      User user = spent
          .user()
          .flatMap(users::find)
          .filter(owner -> owner.credentialEpoch() == spent.credentialEpoch())
          .orElseThrow(MailedTokens::invalid);
      lockout.unlock(user.email().canonical(), user.id(), client);
      around.events().record(EventDraft.of(EventType.USER_UNLOCKED, client).byOwner(user.id()));
      return user;
    });
  }

  /**
   * Lets an account be logged in to again, for somebody else than its owner: from every address and every device.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; PERMISSION_NOT_HELD if the account may do
   *     more than the actor, who could otherwise guess without end
   */
  public User unlock(UserId id, String reason, Actor by, ClientInfo client) {
    return around.transactions().call(() -> {
      guard.beforeChange(id, UserStatus.ACTIVE, by, client);
      User user = users
          .find(id)
          .filter(found -> found.status() != UserStatus.CLOSED)
          .orElseThrow(() ->
              new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
      List<Locked> opened = lockout.unlockAll(user.email().canonical(), id);
      around.events().record(LockEvents.lifted(opened, reason, client).about(id).by(by));
      return user;
    });
  }
}

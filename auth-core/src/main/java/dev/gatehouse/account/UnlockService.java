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
 * credential. It logs nobody in: it lets its owner guess again, while the addresses that guessed wrong go on waiting. It is in
 * the trail before anything opens: the other way round a trail that fails would not know of it. Lanes are no part of a unit of
 * work: call both unlocks outside of any.
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
   * @throws dev.gatehouse.storage.StoreException also if the link is spent and on record, and nothing was opened: ask for
   *     another one
   */
  public User unlock(Secret token, ClientInfo client) {
    Instant now = around.now();
    User user = around.transactions().call(() -> spent(token, client, now));
    lockout.unlock(user.email().canonical(), user.id(), client);
    return user;
  }

  private User spent(Secret token, ClientInfo client, Instant now) {
    OneTimeToken spent = tokens.consume(PURPOSE, token, now);
    User user = spent
        .user()
        .flatMap(users::find)
        .filter(owner -> owner.credentialEpoch() == spent.credentialEpoch())
        .orElseThrow(MailedTokens::invalid);
    around.events().record(EventDraft.of(EventType.USER_UNLOCKED, client).byOwner(user.id()));
    return user;
  }

  /**
   * Lets an account be logged in to again, for somebody else than its owner: from every address and every device. The locks
   * that there are go into the trail first; then all lanes of the account are opened, in one step.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; PERMISSION_NOT_HELD if the account may do
   *     more than the actor, who could otherwise guess without end
   * @throws dev.gatehouse.storage.StoreException also if it is on record and nothing was opened: do it again
   */
  public User unlock(UserId id, String reason, Actor by, ClientInfo client) {
    List<Locked> locks = users
        .find(id)
        .map(user -> lockout.locksAbout(user.email().canonical(), id))
        .orElse(List.of());
    User user = around.transactions().call(() -> recorded(id, locks, reason, by, client));
    lockout.unlockAll(user.email().canonical(), id);
    return user;
  }

  private User recorded(UserId id, List<Locked> locks, String reason, Actor by, ClientInfo client) {
    guard.beforeChange(id, UserStatus.ACTIVE, by, client);
    User user = users
        .find(id)
        .filter(found -> found.status() != UserStatus.CLOSED)
        .orElseThrow(() ->
            new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
    around.events().record(LockEvents.lifted(locks, reason, client).about(id).by(by));
    return user;
  }
}

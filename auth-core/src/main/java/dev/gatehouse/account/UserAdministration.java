package dev.gatehouse.account;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the application and its administrators do with other people's accounts. Every change names its actor. Nobody can
 * set another person's password; they can have a reset link sent.
 */
public final class UserAdministration {
  private final UserStore users;
  private final PasswordService passwords;
  private final StatusGuard guard;
  private final Closing closing;
  private final Surroundings around;

  /** Works on the given stores. */
  public UserAdministration(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      StatusGuard guard,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.guard = guard;
    this.closing = new Closing(passwords, tokens, around.mails());
    this.around = around;
  }

  /** Returns the account with that id, whatever its status. */
  public Optional<User> find(UserId id) {
    return users.find(id);
  }

  /** Returns the account with that address, in any spelling of it; empty also if the text is no address. */
  public Optional<User> findByEmail(String address) {
    return EmailAddress.parse(address).flatMap(users::findByEmail);
  }

  /**
   * Sets an account's status. All of its sessions end at once on this node, and within the lease on every other.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; LAST_ADMIN if nobody else would be an
   *     administrator; PERMISSION_NOT_HELD if the account holds a permission that the actor lacks
   */
  public User changeStatus(UserId id, StatusChange change, Actor by, ClientInfo client) {
    Instant now = around.now();
    return around.transactions().call(() -> change(id, change, by, client, now));
  }

  private User change(UserId id, StatusChange change, Actor by, ClientInfo client, Instant now) {
    guard.beforeChange(id, change.status(), by, client);
    User user = users
        .changeStatus(id, change, now)
        .orElseThrow(() ->
            new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed."));
    if (change.status() == UserStatus.CLOSED) {
      closing.finish(user, now);
    }
    EventDraft event = EventDraft.of(EventType.USER_STATUS_CHANGED, client)
        .about(id)
        .by(by)
        .with("status", change.status().name().toLowerCase(Locale.ROOT))
        .with("reason", change.reason());
    around
        .events()
        .record(change.until().map(end -> event.with("until", end.toString())).orElse(event));
    around
        .transactions()
        .afterCommit(() -> around.invalidations().publish(PasswordResetService.userChanged(id)));
    return user;
  }

  /**
   * Adds an account that another system knew, with its proven address and its password hash as that system kept it. The
   * hash is replaced by ours at the first login.
   *
   * @throws AuthException EMAIL_TAKEN if the address has an account; VALIDATION_FAILED if it is no address, or if the hash
   *     is in no known format or costs too much to check
   */
  public User importUser(String address, String name, Locale locale, String foreignHash, Actor by) {
    EmailAddress email = Fields.email("/email", address);
    User user = new User(
        new UserId(around.ids().next()),
        email,
        true,
        Fields.name("/name", name),
        locale,
        UserStatus.ACTIVE,
        "",
        Optional.empty(),
        0,
        0,
        around.now());
    return around.transactions().call(() -> {
      if (!users.insert(user)) {
        throw new AuthException(ErrorCode.EMAIL_TAKEN, "That address has an account already.");
      }
      passwords.importHash(user.id(), foreignHash);
      around
          .events()
          .record(EventDraft.of(EventType.USER_REGISTERED, ClientInfo.none())
              .about(user.id())
              .by(by)
              .with("method", "import"));
      return user;
    });
  }
}

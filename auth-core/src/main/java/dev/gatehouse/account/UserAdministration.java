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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the application and its administrators do with other people's accounts. Every change names its actor. Nobody can
 * set another person's password; they can have a reset link sent.
 */
public final class UserAdministration {
  private final UserStore users;
  private final PasswordService passwords;
  private final Closing closing;
  private final StatusGuard guard;
  private final Surroundings around;

  /** Works on the given stores. */
  public UserAdministration(
      UserStore users,
      PasswordService passwords,
      MailedTokens tokens,
      StatusGuard guard,
      Belongings belongings,
      Surroundings around) {
    this.users = users;
    this.passwords = passwords;
    this.closing = new Closing(passwords, tokens, belongings, around.mails());
    this.guard = guard;
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

  /** Returns accounts. */
  public List<User> list(UserQuery query) {
    return users.list(query, around.now());
  }

  /**
   * Sets the name and the language of mails. The trail says what was changed, and keeps no name: it cannot forget one.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; VALIDATION_FAILED if the name is too long
   *     or not one line of text
   */
  public User changeProfile(UserId id, String newName, Locale locale, Actor by, ClientInfo client) {
    String name = Fields.name("/name", newName);
    return around.transactions().call(() -> {
      User before = open(id);
      if (!users.changeProfile(id, name, locale)) {
        throw gone();
      }
      around
          .events()
          .record(EventDraft.of(EventType.USER_PROFILE_CHANGED, client)
              .about(id)
              .by(by)
              .with("name", before.name().equals(name) ? "unchanged" : "changed")
              .with("locale.before", before.locale().toLanguageTag())
              .with("locale.after", locale.toLanguageTag()));
      around.changed(id);
      return open(id);
    });
  }

  private User open(UserId id) {
    return users
        .find(id)
        .filter(user -> user.status() != UserStatus.CLOSED)
        .orElseThrow(UserAdministration::gone);
  }

  /**
   * Sets an account's status. All of its sessions end at once on this node, and within the lease on every other.
   *
   * @throws AuthException NOT_FOUND if there is no such account or it is closed; LAST_ADMIN if nobody else would be an
   *     administrator; PERMISSION_NOT_HELD if the account holds a permission of Gatehouse that the
   *     actor lacks
   */
  public User changeStatus(UserId id, StatusChange change, Actor by, ClientInfo client) {
    Instant now = around.now();
    return around.transactions().call(() -> change(id, change, by, client, now));
  }

  private User change(UserId id, StatusChange change, Actor by, ClientInfo client, Instant now) {
    guard.beforeChange(id, change.status(), by, client);
    UserStatus before = open(id).status();
    User user = users.changeStatus(id, change, now).orElseThrow(UserAdministration::gone);
    if (change.status() == UserStatus.CLOSED) {
      closing.finish(user, now);
    }
    EventDraft event = EventDraft.of(EventType.USER_STATUS_CHANGED, client)
        .about(id)
        .by(by)
        .with("status.before", word(before))
        .with("status", word(change.status()))
        .with("reason", change.reason());
    around
        .events()
        .record(change.until().map(end -> event.with("until", end.toString())).orElse(event));
    around.changed(id);
    return user;
  }

  private static String word(UserStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static AuthException gone() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed.");
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

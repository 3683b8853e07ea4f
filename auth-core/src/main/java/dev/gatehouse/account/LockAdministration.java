package dev.gatehouse.account;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.Lock;
import dev.gatehouse.throttle.Locked;
import dev.gatehouse.throttle.LoginLockout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows administrators which logins are locked, and lifts single locks.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A name without an account is never shown: somebody may have typed anything there. A lock that concerns an account is lifted
 * only by whoever may unlock that account, so that nobody buys guesses at those who may do more. Every lock that stands
 * when the lifting begins is in the trail with what it was.
 */
public final class LockAdministration {
  private final UserStore users;
  private final LoginLockout lockout;
  private final StatusGuard guard;
  private final Surroundings around;

  /**
   * A lock as an administrator sees it.
   *
   * @param account whom it is about, if it is about somebody with an account
   * @param address the client's; empty if it is not about one
   */
  public record Entry(Lock lock, Optional<UserId> account, String address) {}

  /** Works on the given stores. */
  public LockAdministration(
      UserStore users, LoginLockout lockout, StatusGuard guard, Surroundings around) {
    this.users = users;
    this.lockout = lockout;
    this.guard = guard;
    this.around = around;
  }

  /** Returns a page of the locks that there are now, in the order in which they end. */
  public List<Entry> list(Optional<Lock.After> after, int limit) {
    List<Locked> page = lockout.locks(after, limit);
    Map<EmailAddress, UserId> owners = owners(page);
    return page.stream().map(locked -> entry(locked, owners)).toList();
  }

  /**
   * Lifts a lock, and forgets the failures behind it.
   *
   * <p>It is in the trail first, and lifted then: the other way round a trail that fails would not know of it.
   *
   * @throws AuthException NOT_FOUND if there is no such lock, or no longer, or nobody can read whom it is about: then unlock the
   *     account; PERMISSION_NOT_HELD if it is about an account that may do more than the actor
   */
  public Entry lift(Digest key, String reason, Actor by, ClientInfo client) {
    Locked locked = lockout
        .lock(key)
        .filter(found -> found.label().isReadable())
        .orElseThrow(LockAdministration::notFound);
    Entry entry = around.transactions().call(() -> recorded(locked, reason, by, client));
    return lockout.open(key).map(unused -> entry).orElseThrow(LockAdministration::notFound);
  }

  private Entry recorded(Locked locked, String reason, Actor by, ClientInfo client) {
    Entry entry = entry(locked, owners(List.of(locked)));
    entry.account().ifPresent(id -> guard.beforeChange(id, UserStatus.ACTIVE, by, client));
    EventDraft event = LockEvents.lifted(List.of(locked), reason, client).by(by);
    around
        .events()
        .record(entry.account().map(event::about).orElse(event).with("address", entry.address()));
    return entry;
  }

  /** Finds the accounts of a whole page at once. */
  private Map<EmailAddress, UserId> owners(List<Locked> page) {
    Set<EmailAddress> names =
        page.stream().flatMap(locked -> address(locked).stream()).collect(Collectors.toSet());
    return names.isEmpty()
        ? Map.of()
        : users.findByEmails(names).stream().collect(Collectors.toMap(User::email, User::id));
  }

  private static Optional<EmailAddress> address(Locked locked) {
    return locked.lock().kind() == Lane.Kind.SESSION
        ? Optional.empty()
        : EmailAddress.parse(locked.label().name());
  }

  private static Entry entry(Locked locked, Map<EmailAddress, UserId> owners) {
    Optional<UserId> account = locked.lock().kind() == Lane.Kind.SESSION
        ? ofSession(locked)
        : address(locked).map(owners::get);
    return new Entry(locked.lock(), account, locked.label().address());
  }

  private static Optional<UserId> ofSession(Locked locked) {
    String name = locked.label().name();
    return locked.label().isReadable() && !name.isEmpty()
        ? Optional.of(UserId.parse(name))
        : Optional.empty();
  }

  private static AuthException notFound() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such lock, or no longer.");
  }
}

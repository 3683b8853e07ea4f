package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserQuery;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The model of {@link UserStore}. */
final class InMemoryUserStore implements UserStore {
  /** The hexadecimal form has the order of the bytes. */
  private static final Comparator<User> NEWEST_FIRST =
      Comparator.<User, String>comparing(user -> user.id().value().toString()).reversed();

  private static final Comparator<User> BY_ADDRESS =
      Comparator.comparing(user -> user.email().canonical());

  private final Memory memory;
  private final Table<UserId, User> users;
  private final Table<AssignmentKey, RoleAssignment> assignments;
  private final InMemoryOneTimeTokenStore tokens;

  InMemoryUserStore(
      Memory memory,
      Table<UserId, User> users,
      Table<AssignmentKey, RoleAssignment> assignments,
      InMemoryOneTimeTokenStore tokens) {
    this.memory = memory;
    this.users = users;
    this.assignments = assignments;
    this.tokens = tokens;
  }

  @Override
  public boolean insert(User user) {
    return memory.call(() -> {
      boolean free = owner(user.email()).isEmpty();
      if (free) {
        users.put(user.id(), user);
      }
      return free;
    });
  }

  @Override
  public Optional<User> find(UserId id) {
    return memory.call(() -> users.get(id));
  }

  @Override
  public Optional<User> findByEmail(EmailAddress email) {
    return memory.call(() -> owner(email));
  }

  @Override
  public List<User> findByEmails(Collection<EmailAddress> emails) {
    return memory.call(() -> users.where(user -> emails.contains(user.email())));
  }

  @Override
  public List<User> list(UserQuery query, Instant now) {
    boolean byAddress = query.address().isPresent() && query.role().isEmpty();
    Comparator<User> order = byAddress ? BY_ADDRESS : NEWEST_FIRST;
    return memory.call(() -> users.where(user -> isAsked(user, query, now)).stream()
        .filter(
            user -> query.after().filter(last -> order.compare(user, last) <= 0).isEmpty())
        .sorted(order)
        .limit(query.limit())
        .toList());
  }

  private boolean isAsked(User user, UserQuery query, Instant now) {
    return query.status().filter(wanted -> wanted != user.status()).isEmpty()
        && query
            .address()
            .filter(beginning -> !user.email().canonical().startsWith(beginning))
            .isEmpty()
        && query.role().filter(role -> !hasRole(user, role, now)).isEmpty();
  }

  private boolean hasRole(User user, String role, Instant now) {
    return assignments
        .get(new AssignmentKey(Subject.user(user.id()), role))
        .filter(assignment -> assignment.isLiveAt(now))
        .isPresent();
  }

  @Override
  public boolean changeProfile(UserId id, String name, Locale locale) {
    return change(id, user -> UserChange.profile(user, name, locale)).isPresent();
  }

  @Override
  public Optional<User> verifyEmail(UserId id, EmailAddress proven) {
    return memory.call(() -> users
        .get(id)
        .filter(user -> user.email().equals(proven) && !user.emailVerified())
        .flatMap(user -> change(id, UserChange::verified)));
  }

  @Override
  public Optional<User> changeEmail(UserId id, EmailAddress proven) {
    return memory.call(
        () -> owner(proven).filter(owner -> !owner.id().equals(id)).isPresent()
            ? Optional.empty()
            : change(id, user -> UserChange.email(user, proven)));
  }

  @Override
  public Optional<User> changeStatus(UserId id, StatusChange change, Instant at) {
    return memory.call(() -> users
        .get(id)
        .filter(user -> user.status() != UserStatus.CLOSED)
        .flatMap(open -> change(id, user -> UserChange.status(user, change))));
  }

  @Override
  public Optional<User> advanceEpoch(UserId id, boolean credentialsChanged) {
    return change(id, user -> UserChange.epoch(user, credentialsChanged));
  }

  /** A map takes as long for either. */
  @Override
  public int deleteDecoys(Instant cutoff, int limit) {
    return 0;
  }

  @Override
  public List<UserId> deleteUnproven(Instant cutoff, int limit, Instant now) {
    return memory.call(() -> {
      List<UserId> gone = users
          .where(user -> user.status() == UserStatus.PENDING
              && !user.emailVerified()
              && user.createdAt().isBefore(cutoff)
              && !tokens.isAwaited(user.id(), now))
          .stream()
          .limit(limit)
          .map(User::id)
          .toList();
      gone.forEach(this::delete);
      return gone;
    });
  }

  private void delete(UserId id) {
    tokens.deleteAll(id);
    users.remove(id);
  }

  private Optional<User> owner(EmailAddress email) {
    return users.where(user -> user.email().equals(email)).stream().findFirst();
  }

  private Optional<User> change(UserId id, UnaryOperator<User> change) {
    return memory.call(() -> {
      Optional<User> changed = users.get(id).map(change);
      changed.ifPresent(user -> users.put(id, user));
      return changed;
    });
  }
}

package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.rbac.Subject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The model of {@link RoleAssignmentStore}. */
final class InMemoryRoleAssignmentStore implements RoleAssignmentStore {
  private final Memory memory;
  private final Table<String, Role> roles;
  private final Table<AssignmentKey, RoleAssignment> assignments;
  private final Table<UserId, User> users;

  InMemoryRoleAssignmentStore(
      Memory memory,
      Table<String, Role> roles,
      Table<AssignmentKey, RoleAssignment> assignments,
      Table<UserId, User> users) {
    this.memory = memory;
    this.roles = roles;
    this.assignments = assignments;
    this.users = users;
  }

  @Override
  public List<RoleAssignment> of(Subject subject) {
    return memory.call(
        () -> assignments.where(assignment -> assignment.subject().equals(subject)).stream()
            .sorted(Comparator.comparing(RoleAssignment::role))
            .toList());
  }

  @Override
  public boolean put(RoleAssignment assignment) {
    return memory.call(() -> {
      boolean known = roles.get(assignment.role()).isPresent();
      if (known) {
        assignments.put(AssignmentKey.of(assignment), assignment);
      }
      return known;
    });
  }

  @Override
  public boolean add(RoleAssignment assignment, Instant now) {
    return memory.call(() -> {
      boolean alive = assignments
          .get(AssignmentKey.of(assignment))
          .filter(held -> held.isLiveAt(now))
          .isPresent();
      return !alive && put(assignment);
    });
  }

  @Override
  public boolean remove(Subject subject, String role) {
    AssignmentKey key = new AssignmentKey(subject, role);
    return memory.call(
        () -> assignments.removeWhere(found -> AssignmentKey.of(found).equals(key), 1) == 1);
  }

  @Override
  public List<RoleAssignment> removeAll(String role) {
    return memory.call(() -> {
      List<RoleAssignment> removed = ofRole(role, assignment -> true);
      int unused = assignments.removeWhere(found -> found.role().equals(role), Integer.MAX_VALUE);
      return removed;
    });
  }

  @Override
  public List<RoleAssignment> holders(String role, Optional<Subject> after, int limit) {
    Predicate<RoleAssignment> behind = assignment -> after
        .filter(last -> AssignmentKey.PAGE_ORDER.compare(assignment.subject(), last) <= 0)
        .isEmpty();
    return memory.call(() -> ofRole(role, behind).stream().limit(limit).toList());
  }

  private List<RoleAssignment> ofRole(String role, Predicate<RoleAssignment> condition) {
    return assignments
        .where(assignment -> assignment.role().equals(role) && condition.test(assignment))
        .stream()
        .sorted(Comparator.comparing(RoleAssignment::subject, AssignmentKey.PAGE_ORDER))
        .toList();
  }

  /** Units of work run one after the other anyway. */
  @Override
  public List<UserId> lockHoldersWhoMayAct(String role, Instant now) {
    return memory.call(() -> ofRole(role, assignment -> assignment.expiresAt().isEmpty()).stream()
        .filter(assignment -> assignment.subject().kind() == Subject.Kind.USER)
        .map(assignment -> new UserId(assignment.subject().id()))
        .filter(user -> mayAct(user, now))
        .limit(2)
        .toList());
  }

  private boolean mayAct(UserId id, Instant now) {
    return users.get(id).filter(user -> user.statusAt(now) == UserStatus.ACTIVE).isPresent();
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return memory.call(() -> assignments.removeWhere(
        assignment -> assignment.expiresAt().filter(end -> end.isBefore(cutoff)).isPresent(),
        limit));
  }
}

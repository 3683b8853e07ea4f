package dev.gatehouse.rbac;

import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Assignments that can be switched off or muddled up, and that count how often they were asked. */
final class SwitchedAssignments implements RoleAssignmentStore {
  final AtomicInteger asked = new AtomicInteger();
  volatile boolean down;
  volatile Optional<Subject> answersFor = Optional.empty();
  private final RoleAssignmentStore real;

  SwitchedAssignments(RoleAssignmentStore real) {
    this.real = real;
  }

  private RoleAssignmentStore real() {
    asked.incrementAndGet();
    if (down) {
      throw new StoreException("down");
    }
    return real;
  }

  @Override
  public List<RoleAssignment> of(Subject subject) {
    return real().of(answersFor.orElse(subject));
  }

  @Override
  public boolean put(RoleAssignment assignment) {
    return real().put(assignment);
  }

  @Override
  public boolean add(RoleAssignment assignment, Instant now) {
    return real().add(assignment, now);
  }

  @Override
  public boolean remove(Subject subject, String role) {
    return real().remove(subject, role);
  }

  @Override
  public List<RoleAssignment> removeAll(String role) {
    return real().removeAll(role);
  }

  @Override
  public List<RoleAssignment> holders(String role, Optional<Subject> after, int limit) {
    return real().holders(role, after, limit);
  }

  @Override
  public List<UserId> lockHoldersWhoMayAct(String role, Instant now) {
    return real().lockHoldersWhoMayAct(role, now);
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return real().deleteExpired(cutoff, limit);
  }
}

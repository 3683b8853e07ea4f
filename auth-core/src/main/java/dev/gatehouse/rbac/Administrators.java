package dev.gatehouse.rbac;

import dev.gatehouse.account.StatusGuard;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sees to it that an administrator is left. An administrator is an account that may act and to which
 * {@link BuiltInRoles#ADMINISTRATOR} is assigned directly and without an end.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Once there is an administrator there is always one: whatever would take the last away is refused, whether it
 * touches the role or the account, and of calls at the same time one is refused, too. They take one lock, before any
 * other. Nobody changes the status or ends the sessions of an account that holds a permission of Gatehouse which they lack, nor
 * lets one act again that holds it for longer than they do.
 */
public final class Administrators implements StatusGuard {
  private final RoleAssignmentStore assignments;
  private final RoleSource stored;
  private final Authority authority;
  private final Surroundings around;

  /** Guards the administrators of the given backend. */
  public Administrators(RoleBackend backend, Surroundings around) {
    this.assignments = backend.assignments();
    this.stored = new StoredRoles(backend);
    this.authority = new Authority(stored, around);
    this.around = around;
  }

  @Override
  public void beforeChange(UserId user, UserStatus wanted, Actor by, ClientInfo client) {
    Instant now = around.now();
    if (wanted != UserStatus.ACTIVE) {
      requireAnother(user, now, by, client);
    }
    if (wanted == UserStatus.BLOCKED || wanted == UserStatus.CLOSED) {
      requireMayManage(user, by, client);
    } else {
      requireMayManage(user, HeldRole::expiresAt, by, client);
    }
  }

  /**
   * Refuses an actor who lacks a permission of Gatehouse that somebody else holds: support helps everybody but those who
   * administer more than support does. Permissions of the application do not count: a clerk's account can be managed by
   * somebody who is none.
   *
   * @throws AuthException PERMISSION_NOT_HELD
   */
  public void requireMayManage(UserId user, Actor by, ClientInfo client) {
    Optional<Instant> now = Optional.of(around.now());
    requireMayManage(user, held -> now, by, client);
  }

  /** Until when the actor must hold what a role grants: an account that may act again does so until its roles end. */
  private void requireMayManage(
      UserId user, Function<HeldRole, Optional<Instant>> until, Actor by, ClientInfo client) {
    if (by.kind() == Actor.Kind.SYSTEM || by.equals(Actor.user(user))) {
      return;
    }
    Instant now = around.now();
    RoleGraph graph = stored.graph();
    for (HeldRole held : stored.of(Subject.user(user)).roles()) {
      if (held.isLiveAt(now)) {
        List<Permission> administrative =
            graph.permissions(Set.of(held.role())).permissions().stream()
                .filter(GatehousePermissions::concerns)
                .toList();
        authority.require(by, administrative, until.apply(held), client);
      }
    }
  }

  /** Refuses, within the caller's unit of work, to take a role from its last administrator. */
  void beforeLoss(Subject subject, String role, Actor by, ClientInfo client) {
    if (role.equals(BuiltInRoles.ADMINISTRATOR) && subject.kind() == Subject.Kind.USER) {
      requireAnother(new UserId(subject.id()), around.now(), by, client);
    }
  }

  private void requireAnother(UserId user, Instant now, Actor by, ClientInfo client) {
    List<UserId> administrators = assignments.lockHoldersWhoMayAct(BuiltInRoles.ADMINISTRATOR, now);
    if (administrators.equals(List.of(user))) {
      around
          .events()
          .deny(EventDraft.of(EventType.ACCESS_DENIED, client)
              .about(user)
              .by(by)
              .refused(ErrorCode.LAST_ADMIN.code()));
      throw new AuthException(
          ErrorCode.LAST_ADMIN, "Make somebody else an administrator without an end first.");
    }
  }
}

package dev.gatehouse.rbac;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has which role.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Nobody gives or takes a role that they do not have themselves, nor gives it for longer than they have it, unless they
 * may do everything, nor gives any role to themselves; only a component of the system may. The last administrator keeps that role.
 * Once a call has returned, this node answers accordingly, and every other within the bound of its copies. The caller
 * must have checked that the actor may assign roles at all.
 */
public final class AssignmentService {
  private static final int LARGEST_PAGE = 200;
  private static final int MOST_ROLES = 100;

  private final RoleAssignmentStore assignments;
  private final UserStore users;
  private final RoleSource stored;
  private final Authority authority;
  private final Administrators administrators;
  private final RoleEvents events;
  private final Surroundings around;

  /** Works on the given backend. */
  public AssignmentService(
      RoleBackend backend, UserStore users, Administrators administrators, Surroundings around) {
    this.assignments = backend.assignments();
    this.users = users;
    this.stored = new StoredRoles(backend);
    this.authority = new Authority(stored, around);
    this.administrators = administrators;
    this.events = new RoleEvents(around);
    this.around = around;
  }

  /** Returns the assignments of a subject that count now, by role name. */
  public List<RoleAssignment> of(Subject subject) {
    return live(subject, around.now());
  }

  /**
   * Returns a page of the assignments of a role, those that are over included, in the order of their subjects.
   *
   * @param after the subject of the last assignment of the page before; empty for the first page
   * @param limit 1 to 200
   */
  public List<RoleAssignment> holders(String role, Optional<Subject> after, int limit) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "a page has 1 to " + LARGEST_PAGE + " entries, not " + limit);
    }
    return assignments.holders(role, after, limit);
  }

  /**
   * Gives a role to somebody. If they have it already, the new end and reason stand in place of the old.
   *
   * @throws AuthException NOT_FOUND if there is no such role or account; VALIDATION_FAILED if the end is past or there
   *     are too many roles; PERMISSION_NOT_HELD; PERMISSION_DENIED to oneself; LAST_ADMIN if an end would be put to the
   *     last administrator
   */
  public void assign(RoleGrant grant, Actor by, ClientInfo client) {
    Instant now = around.now();
    changing(grant.subject(), grant.reason(), by, client, () -> {
      if (grant.expiresAt().isPresent()) {
        administrators.beforeLoss(grant.subject(), grant.role(), by, client);
      }
      requireMayGive(grant, now, by, client);
      if (!assignments.put(new RoleAssignment(grant, by, now))) {
        throw noSuchRole();
      }
      requireNotTooMany(grant.subject());
    });
  }

  /**
   * Takes a role from somebody; false if they did not have it.
   *
   * @throws AuthException PERMISSION_NOT_HELD; LAST_ADMIN
   */
  public boolean unassign(
      Subject subject, String role, String reason, Actor by, ClientInfo client) {
    Instant now = around.now();
    return around.transactions().call(() -> {
      List<RoleAssignment> before = live(subject, now);
      if (!has(before, role) || !take(subject, role, now, by, client)) {
        return false;
      }
      events.assigned(subject, before, live(subject, now), reason, by, client);
      return true;
    });
  }

  /**
   * Gives and takes roles so that somebody has these and no others. What they have already stays as it is, with its
   * end; what is new has none. A role that somebody else gives at the same moment may stay.
   *
   * @throws AuthException as {@link #assign} and {@link #unassign} do; nothing is changed then
   */
  public void replace(
      Subject subject, Set<String> roles, String reason, Actor by, ClientInfo client) {
    replace(RoleSet.of(subject, roles).because(reason), by, client);
  }

  /**
   * Gives and takes roles as {@link #replace(Subject, Set, String, Actor, ClientInfo)} does; what is new ends when the set
   * says.
   *
   * @throws AuthException as there; VALIDATION_FAILED if the end is past
   */
  public void replace(RoleSet wanted, Actor by, ClientInfo client) {
    Subject subject = wanted.subject();
    Instant now = around.now();
    around.transactions().run(() -> {
      List<RoleAssignment> before = new ArrayList<>(live(subject, now));
      List<RoleAssignment> after = new ArrayList<>(before);
      Set<String> missing = new TreeSet<>(wanted.roles());
      Set<String> surplus = new TreeSet<>();
      for (RoleAssignment held : before) {
        if (!missing.remove(held.role())) {
          surplus.add(held.role());
        }
      }
      if (surplus.contains(BuiltInRoles.ADMINISTRATOR)) {
        // The administrators' lock comes before any other.
        administrators.beforeLoss(subject, BuiltInRoles.ADMINISTRATOR, by, client);
      }
      for (String role : surplus) {
        after.removeIf(held -> held.role().equals(role));
        if (!take(subject, role, now, by, client)) {
          before.removeIf(held -> held.role().equals(role));
        }
      }
      missing.forEach(role -> add(wanted.grant(role), now, by, client).ifPresent(after::add));
      after.sort(Comparator.comparing(RoleAssignment::role));
      // What others gave or took at the same moment is theirs to tell.
      if (!after.equals(before)) {
        events.assigned(subject, before, after, wanted.reason(), by, client);
      }
    });
  }

  /**
   * Refuses an actor who lacks a role that somebody has, or a permission of one: whoever is given their credential, or decides
   * what becomes of it, could do more than they may.
   *
   * @param until how long the actor must hold it; empty for ever
   * @throws AuthException PERMISSION_NOT_HELD
   */
  public void requireNoLessThan(
      Subject subject, Optional<Instant> until, Actor by, ClientInfo client) {
    Set<String> theirs = stored.of(subject).at(around.now());
    authority.requireRoles(by, theirs, until, client);
  }

  /** Returns what was given; empty if somebody else gave the role a moment ago, which keeps its end. */
  private Optional<RoleAssignment> add(RoleGrant grant, Instant now, Actor by, ClientInfo client) {
    requireMayGive(grant, now, by, client);
    RoleAssignment given = new RoleAssignment(grant, by, now);
    // Once more if somebody has just taken back what stood in the way.
    boolean added = assignments.add(given, now)
        || (!has(grant.subject(), grant.role(), now) && assignments.add(given, now));
    if (!added && !has(grant.subject(), grant.role(), now)) {
      throw noSuchRole();
    }
    requireNotTooMany(grant.subject());
    return added ? Optional.of(given) : Optional.empty();
  }

  private boolean has(Subject subject, String role, Instant now) {
    return has(live(subject, now), role);
  }

  private static boolean has(List<RoleAssignment> assigned, String role) {
    return assigned.stream().anyMatch(held -> held.role().equals(role));
  }

  private void requireMayGive(RoleGrant grant, Instant now, Actor by, ClientInfo client) {
    requireSomebodyElse(grant.subject(), by);
    requireAccount(grant.subject());
    if (grant.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
      throw invalid("/expiresAt", "past", "The end must be in the future.");
    }
    requireRole(grant.role(), grant.expiresAt(), by, client);
  }

  private void requireNotTooMany(Subject subject) {
    if (assignments.of(subject).size() > MOST_ROLES) {
      throw invalid("/roles", "too_many", "Nobody has more than " + MOST_ROLES + " roles.");
    }
  }

  /** Tells whether it was this call that took the role away. */
  private boolean take(Subject subject, String role, Instant now, Actor by, ClientInfo client) {
    administrators.beforeLoss(subject, role, by, client);
    requireRole(role, Optional.of(now), by, client);
    return assignments.remove(subject, role);
  }

  private void requireRole(String role, Optional<Instant> until, Actor by, ClientInfo client) {
    if (stored.graph().find(role).isEmpty()) {
      throw noSuchRole();
    }
    authority.requireRoles(by, Set.of(role), until, client);
  }

  private void changing(
      Subject subject, String reason, Actor by, ClientInfo client, Runnable change) {
    Instant now = around.now();
    around.transactions().run(() -> {
      List<RoleAssignment> before = live(subject, now);
      change.run();
      events.assigned(subject, before, live(subject, now), reason, by, client);
    });
  }

  private List<RoleAssignment> live(Subject subject, Instant now) {
    return assignments.of(subject).stream()
        .filter(assignment -> assignment.isLiveAt(now))
        .toList();
  }

  private static void requireSomebodyElse(Subject subject, Actor by) {
    if (Subject.of(by).filter(subject::equals).isPresent()) {
      throw new AuthException(
          ErrorCode.PERMISSION_DENIED, "Nobody gives a role to themselves; ask a colleague.");
    }
  }

  private void requireAccount(Subject subject) {
    if (subject.kind() == Subject.Kind.API_KEY) {
      throw new AuthException(
          ErrorCode.NOT_FOUND, "A role is granted to an API key by the key's own settings.");
    }
    boolean known = subject.kind() != Subject.Kind.USER
        || users
            .find(new UserId(subject.id()))
            .filter(user -> user.status() != UserStatus.CLOSED)
            .isPresent();
    if (!known) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is no such account, or it is closed.");
    }
  }

  private static AuthException noSuchRole() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such role.");
  }

  private static AuthException invalid(String pointer, String code, String detail) {
    return RoleRules.refusal(List.of(new RoleRules.Flaw(pointer, code, detail)));
  }
}

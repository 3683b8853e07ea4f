package dev.gatehouse.rbac;

import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps who has which role: of one role, a subject has at most one assignment. Safe for use by many threads and many
 * nodes at once; {@code RoleAssignmentStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface RoleAssignmentStore {

  /** Returns the assignments of a subject by role name, expired ones included. */
  List<RoleAssignment> of(Subject subject);

  /** Adds an assignment, in place of the one that the subject has of the role; false if there is no such role. */
  boolean put(RoleAssignment assignment);

  /**
   * Adds an assignment if the subject has none of the role that is alive at an instant; one that is alive stays as it is. Tells
   * whether it was added: false also if there is no such role. Of concurrent calls exactly one returns true.
   */
  boolean add(RoleAssignment assignment, Instant now);

  /** Takes an assignment away, expired or not; of concurrent calls exactly one returns true. */
  boolean remove(Subject subject, String role);

  /** Takes every assignment of a role away and returns them. */
  List<RoleAssignment> removeAll(String role);

  /**
   * Returns assignments of a role by subject, expired ones included.
   *
   * @param after the last subject of the page before; empty for the first page
   */
  List<RoleAssignment> holders(String role, Optional<Subject> after, int limit);

  /**
   * Returns people who hold the role without an end and whose account may act at an instant: all of them, or two if
   * there are more. Holds every other caller of this back until the caller's unit of work ends, so that what follows
   * from the answer stays true.
   */
  List<UserId> lockHoldersWhoMayAct(String role, Instant now);

  /** Deletes at most {@code limit} assignments that ended before the cutoff and returns how many there were. */
  int deleteExpired(Instant cutoff, int limit);
}

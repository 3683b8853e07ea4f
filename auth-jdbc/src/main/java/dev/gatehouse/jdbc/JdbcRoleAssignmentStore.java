package dev.gatehouse.jdbc;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.storage.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who has which role, in the table {@code role_assignments}. */
final class JdbcRoleAssignmentStore implements RoleAssignmentStore {
  private static final String COLUMNS =
      "subject_kind, subject_id, role, expires_at, reason, granted_by_kind, granted_by, granted_at";

  static final Sql OF = new Sql("role_assignments.of", "select " + COLUMNS + """

      from ${schema}.role_assignments
      where subject_kind = ? and subject_id = ? order by role""");

  /** The lock on the role waits for whoever is deleting it, and then finds no role. */
  private static final String UPSERT =
      "insert into ${schema}.role_assignments as a (" + COLUMNS + """
      )
      select ?, ?, r.name, ?, ?, ?, ?, ?
      from ${schema}.roles r where r.name = ? for key share of r
      on conflict (subject_kind, subject_id, role) do update
      set expires_at = excluded.expires_at, reason = excluded.reason,
          granted_by_kind = excluded.granted_by_kind, granted_by = excluded.granted_by,
          granted_at = excluded.granted_at
      """;

  static final Sql PUT = new Sql("role_assignments.put", UPSERT);

  /** What is alive stays. */
  static final Sql ADD = new Sql("role_assignments.add", UPSERT + "where a.expires_at <= ?");

  static final Sql REMOVE = new Sql("role_assignments.remove", """
      delete from ${schema}.role_assignments
      where subject_kind = ? and subject_id = ? and role = ?""");

  static final Sql REMOVE_ALL = new Sql(
      "role_assignments.remove_all",
      "delete from ${schema}.role_assignments where role = ? returning " + COLUMNS);

  static final Sql HOLDERS = new Sql("role_assignments.holders", "select " + COLUMNS + """

      from ${schema}.role_assignments
      where role = ? and (subject_kind, subject_id) > (?, ?)
      order by subject_kind, subject_id limit ?""");

  /** A change, not a mere lock: a transaction with an older view of the world must fail, whatever its isolation. */
  static final Sql LOCK_ADMINISTRATORS = new Sql("role_assignments.lock_administrators", """
      update ${schema}.role_locks set revision = gen_random_uuid()
      where name = 'administrators' returning 1""");

  static final Sql WHO_MAY_ACT =
      new Sql("role_assignments.who_may_act", """
      select a.subject_id
      from ${schema}.role_assignments a join ${schema}.users u on u.id = a.subject_id
      where a.role = ? and a.subject_kind = 'USER' and a.expires_at is null
        and\s""" + UserRow.MAY_ACT + """

      order by a.subject_id limit 2""");

  static final Sql DELETE_EXPIRED = new Sql("role_assignments.delete_expired", """
      delete from ${schema}.role_assignments where ctid = any (array(
        select ctid from ${schema}.role_assignments where expires_at < ?
        order by expires_at limit ? for update skip locked))""");

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;

  JdbcRoleAssignmentStore(Database database) {
    this.database = database;
  }

  @Override
  public List<RoleAssignment> of(Subject subject) {
    return database.list(OF, JdbcRoleAssignmentStore::read, subject.kind(), subject.id());
  }

  @Override
  public boolean put(RoleAssignment assignment) {
    return database.changed(PUT, values(assignment).toArray());
  }

  @Override
  public boolean add(RoleAssignment assignment, Instant now) {
    List<Object> values = values(assignment);
    values.add(now);
    return database.changed(ADD, values.toArray());
  }

  /** In the order of {@link #UPSERT}. */
  private static List<Object> values(RoleAssignment assignment) {
    return new ArrayList<>(Arrays.asList(
        assignment.subject().kind(),
        assignment.subject().id(),
        assignment.expiresAt(),
        assignment.grant().reason(),
        assignment.grantedBy().kind(),
        assignment.grantedBy().id(),
        assignment.grantedAt(),
        assignment.role()));
  }

  @Override
  public boolean remove(Subject subject, String role) {
    return database.changed(REMOVE, subject.kind(), subject.id(), role);
  }

  @Override
  public List<RoleAssignment> removeAll(String role) {
    return database.list(REMOVE_ALL, JdbcRoleAssignmentStore::read, role);
  }

  @Override
  public List<RoleAssignment> holders(String role, Optional<Subject> after, int limit) {
    return database.list(
        HOLDERS,
        JdbcRoleAssignmentStore::read,
        role,
        after.map(last -> last.kind().name()).orElse(""),
        after.map(Subject::id).orElse(FIRST),
        limit);
  }

  /** The second statement sees what whoever held the lock before has committed. */
  @Override
  public List<UserId> lockHoldersWhoMayAct(String role, Instant now) {
    if (database.list(LOCK_ADMINISTRATORS, Columns::integer).isEmpty()) {
      throw new StoreException("role_assignments.lock_administrators: the row of the lock is gone");
    }
    return database.list(WHO_MAY_ACT, columns -> new UserId(columns.uuid()), role, now);
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return database.update(DELETE_EXPIRED, cutoff, limit);
  }

  private static RoleAssignment read(Columns columns) throws SQLException {
    Subject subject = new Subject(columns.oneOf(Subject.Kind.class), columns.uuid());
    RoleGrant grant =
        new RoleGrant(subject, columns.text(), columns.maybeInstant(), columns.text());
    Actor by = new Actor(columns.oneOf(Actor.Kind.class), columns.text());
    return new RoleAssignment(grant, by, columns.instant());
  }
}

package dev.gatehouse.jdbc;

import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleStore;
import dev.gatehouse.storage.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Roles in the table {@code roles}. Every change draws a new revision in the same statement. Locks are taken in the
 * order lock row, role, assignment.
 */
final class JdbcRoleStore implements RoleStore {
  private static final String NEW_REVISION = """

      update ${schema}.role_locks set revision = gen_random_uuid()
      where name = 'roles' and exists (select 1 from changed)""";

  static final Sql REVISION =
      new Sql("roles.revision", "select revision from ${schema}.role_locks where name = 'roles'");

  static final Sql LIST = new Sql("roles.list", """
      select name, description, permissions, includes, origin, version
      from ${schema}.roles order by name""");

  static final Sql LOCK =
      new Sql("roles.lock", "select 1 from ${schema}.role_locks where name = 'roles' for update");

  static final Sql INSERT = new Sql("roles.insert", """
      with changed as (
        insert into ${schema}.roles (name, description, permissions, includes, origin, version)
        values (?, ?, ?, ?, ?, ?)
        on conflict (name) do nothing
        returning 1)""" + NEW_REVISION);

  static final Sql UPDATE = new Sql("roles.update", """
      with changed as (
        update ${schema}.roles
        set description = ?, permissions = ?, includes = ?, origin = ?, version = ?
        where name = ? and version = ?
        returning 1)""" + NEW_REVISION);

  static final Sql CLAIM =
      new Sql("roles.claim", "select 1 from ${schema}.roles where name = ? for update");

  /** In the order of names, so that no two callers wait for each other. */
  static final Sql HOLD = new Sql("roles.hold", """
      select name from ${schema}.roles where name = any (?) order by name for key share""");

  static final Sql DELETE = new Sql("roles.delete", """
      with changed as (
        delete from ${schema}.roles r
        where r.name = ?
          and not exists (
            select 1 from ${schema}.role_assignments a
            where a.role = r.name and (a.expires_at is null or a.expires_at > ?))
        returning 1)""" + NEW_REVISION);

  private final Database database;

  JdbcRoleStore(Database database) {
    this.database = database;
  }

  @Override
  public UUID revision() {
    return database
        .first(REVISION, Columns::uuid)
        .orElseThrow(() -> new StoreException("roles.revision: the row of the lock is gone"));
  }

  @Override
  public List<Role> list() {
    return database.list(LIST, JdbcRoleStore::read);
  }

  @Override
  public void lock() {
    if (database.list(LOCK, Columns::integer).isEmpty()) {
      throw new StoreException("roles.lock: the row of the lock is gone");
    }
  }

  @Override
  public Set<String> hold(Set<String> names) {
    return Set.copyOf(database.list(HOLD, Columns::text, (Object) names.toArray(String[]::new)));
  }

  @Override
  public void claim(String name) {
    List<Integer> unused = database.list(CLAIM, Columns::integer, name);
  }

  @Override
  public boolean insert(Role role) {
    return database.changed(
        INSERT,
        role.name(),
        role.definition().description(),
        texts(role),
        role.includes().toArray(String[]::new),
        role.origin(),
        role.version());
  }

  @Override
  public boolean update(Role role, long expectedVersion) {
    return database.changed(
        UPDATE,
        role.definition().description(),
        texts(role),
        role.includes().toArray(String[]::new),
        role.origin(),
        role.version(),
        role.name(),
        expectedVersion);
  }

  @Override
  public boolean delete(String name, Instant now) {
    claim(name);
    return database.changed(DELETE, name, now);
  }

  private static String[] texts(Role role) {
    return role.permissions().stream().map(Permission::text).toArray(String[]::new);
  }

  private static Role read(Columns columns) throws SQLException {
    String name = columns.text();
    String description = columns.text();
    String[] permissions = columns.texts();
    String[] includes = columns.texts();
    return new Role(
        definition(name, description, permissions, includes),
        columns.oneOf(Role.Origin.class),
        columns.number());
  }

  /** Whoever writes a malformed role past this library breaks every question about roles, and must hear of it. */
  private static RoleDefinition definition(
      String name, String description, String[] permissions, String[] includes) {
    try {
      return new RoleDefinition(
          name,
          description,
          Arrays.stream(permissions).map(Permission::parse).collect(Collectors.toSet()),
          Arrays.stream(includes).collect(Collectors.toSet()));
    } catch (IllegalArgumentException e) {
      throw new StoreException("roles.list: there is a malformed role in the table", e);
    }
  }
}

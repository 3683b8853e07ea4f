package dev.gatehouse.rbac;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What roles there are.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Nobody makes, changes or deletes a role that grants what they do not hold themselves without an end, nor lets one
 * include a role that they do not have; only a component of the system may. Built-in and declared roles are changed by nobody. Changes come one after the other, so
 * that two at the same time never close a cycle between them. The caller must have checked that the actor may
 * administer roles at all.
 */
public final class RoleService {
  private static final int MOST_NAMED = 20;

  private final RoleBackend backend;
  private final RoleUses uses;
  private final RoleSource stored;
  private final RoleRules rules;
  private final Authority authority;
  private final RoleEvents events;
  private final Surroundings around;

  /** Works on the given backend; {@code uses} tells what else keeps a role from being deleted. */
  public RoleService(RoleBackend backend, RoleUses uses, Surroundings around) {
    this.backend = backend;
    this.uses = uses;
    this.stored = new StoredRoles(backend);
    this.rules = new RoleRules(backend.catalogue());
    this.authority = new Authority(stored, around);
    this.events = new RoleEvents(around);
    this.around = around;
  }

  /** Returns all roles by name. */
  public List<Role> list() {
    return stored.graph().roles();
  }

  /** Returns the role of that name. */
  public Optional<Role> find(String name) {
    return stored.graph().find(name);
  }

  /**
   * Makes a role.
   *
   * @throws AuthException VALIDATION_FAILED if the name is taken, a permission or an included role unknown, or a chain
   *     too long; PERMISSION_NOT_HELD, also for a role that it includes and the actor does not have
   */
  public Role create(RoleDefinition definition, Actor by, ClientInfo client) {
    return changing(() -> {
      Role role = new Role(definition, Role.Origin.CUSTOM, 0);
      RoleGraph before = stored.graph();
      if (before.find(role.name()).isPresent()) {
        throw taken();
      }
      requireAuthority(role, before, by, client);
      if (!backend.roles().insert(role)) {
        throw taken();
      }
      events.changed(EventType.ROLE_CREATED, Optional.empty(), Optional.of(role), by, client);
      return role;
    });
  }

  /**
   * Replaces a role.
   *
   * @param expectedVersion the version that the caller has read
   * @throws AuthException NOT_FOUND; VERSION_CONFLICT if somebody has changed it since; PERMISSION_DENIED if it is not
   *     a custom role; VALIDATION_FAILED if a permission or an included role is unknown, it would include itself or a
   *     chain get too long; PERMISSION_NOT_HELD, judged by what it grants and includes before and after
   */
  public Role update(RoleDefinition definition, long expectedVersion, Actor by, ClientInfo client) {
    return changing(() -> {
      RoleGraph before = stored.graph();
      Role present = custom(definition.name(), before);
      Role role = new Role(definition, Role.Origin.CUSTOM, expectedVersion + 1);
      requireAuthority(role, before, by, client);
      if (!backend.roles().update(role, expectedVersion)) {
        throw new AuthException(
            ErrorCode.VERSION_CONFLICT, "Somebody has changed the role; read it again.");
      }
      events.changed(EventType.ROLE_UPDATED, Optional.of(present), Optional.of(role), by, client);
      return role;
    });
  }

  /**
   * Deletes a role that nobody has: what named it would get the rights of the next role of that name.
   *
   * @throws AuthException NOT_FOUND; ROLE_IN_USE if somebody has it, a role includes it or a live API key names it; PERMISSION_DENIED if it is
   *     not a custom role; PERMISSION_NOT_HELD
   */
  public void delete(String name, Actor by, ClientInfo client) {
    changing(() -> delete(name, false, by, client));
  }

  /**
   * Deletes a role and takes it from all who have it.
   *
   * @throws AuthException as {@link #delete} does; ROLE_IN_USE only if a role includes it or a live API key names it
   */
  public void deleteWithAssignments(String name, Actor by, ClientInfo client) {
    changing(() -> delete(name, true, by, client));
  }

  private Role delete(String name, boolean withAssignments, Actor by, ClientInfo client) {
    RoleGraph before = stored.graph();
    Role present = custom(name, before);
    Instant now = around.now();
    requireNotIncluded(name, before);
    authority.require(by, before.permissions(Set.of(name)).permissions(), Optional.empty(), client);
    backend.roles().claim(name);
    requireNotNamed(name, now);
    if (withAssignments) {
      backend.assignments().removeAll(name).forEach(lost -> events.lost(lost, by, client));
    }
    if (!backend.roles().delete(name, now)) {
      throw new AuthException(ErrorCode.ROLE_IN_USE, "Somebody has the role.")
          .with("holders", holders(name, now));
    }
    events.changed(EventType.ROLE_DELETED, Optional.of(present), Optional.empty(), by, client);
    return present;
  }

  private void requireAuthority(Role role, RoleGraph before, Actor by, ClientInfo client) {
    RoleGraph after = before.with(role);
    rules.require(role.definition(), after);
    Set<String> itself = Set.of(role.name());
    Set<Permission> touched = new TreeSet<>(before.permissions(itself).permissions());
    touched.addAll(after.permissions(itself).permissions());
    authority.require(by, touched, Optional.empty(), client);
    Set<String> included = new TreeSet<>(before.reach(itself));
    included.addAll(after.reach(itself));
    included.remove(role.name());
    authority.requireRoles(by, included, Optional.empty(), client);
  }

  private static void requireNotIncluded(String name, RoleGraph graph) {
    List<String> including = graph.roles().stream()
        .filter(role -> role.includes().contains(name))
        .map(Role::name)
        .toList();
    if (!including.isEmpty()) {
      throw new AuthException(ErrorCode.ROLE_IN_USE, "Other roles include it.")
          .with("includedBy", including);
    }
  }

  private void requireNotNamed(String name, Instant now) {
    List<String> keys =
        uses.of(name, now, MOST_NAMED).stream().map(Object::toString).toList();
    if (!keys.isEmpty()) {
      throw new AuthException(
              ErrorCode.ROLE_IN_USE, "API keys name it; change or revoke them first.")
          .with("apiKeys", keys);
    }
  }

  private List<String> holders(String name, Instant now) {
    return backend.assignments().holders(name, Optional.empty(), MOST_NAMED).stream()
        .filter(assignment -> assignment.isLiveAt(now))
        .map(assignment -> assignment.subject().toString())
        .toList();
  }

  private static Role custom(String name, RoleGraph graph) {
    Role role = graph
        .find(name)
        .orElseThrow(() -> new AuthException(ErrorCode.NOT_FOUND, "There is no such role."));
    if (role.origin() == Role.Origin.CUSTOM) {
      return role;
    }
    throw new AuthException(
        ErrorCode.PERMISSION_DENIED,
        role.origin() == Role.Origin.BUILT_IN
            ? "This role is built in."
            : "This role is declared in the application's configuration; change it there.");
  }

  private static AuthException taken() {
    return RoleRules.refusal(
        List.of(new RoleRules.Flaw("/name", "taken", "There is a role of that name.")));
  }

  private Role changing(Supplier<Role> change) {
    return around.transactions().call(() -> {
      backend.roles().lock();
      Role role = change.get();
      around
          .transactions()
          .afterCommit(
              () -> around.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, "")));
      return role;
    });
  }
}

package dev.gatehouse.rbac;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The roles that are written down in code: Gatehouse's own and the application's. Bringing the store up to date twice
 * changes nothing more, and nodes that start together do it one after the other. A role of the same name that was made
 * at run time is taken over; one that is declared no longer stays as it is, and may be changed at run time from then
 * on.
 */
public final class DeclaredRoles {
  private static final Actor SELF = Actor.system("gatehouse");

  private final RoleBackend backend;
  private final RoleSource stored;
  private final RoleEvents events;
  private final Surroundings around;
  private final Map<String, Role> wanted;

  /** Takes the application's roles; they must have no {@link #problems}. */
  public DeclaredRoles(RoleBackend backend, List<RoleDefinition> application, Surroundings around) {
    this.backend = backend;
    this.stored = new StoredRoles(backend);
    this.events = new RoleEvents(around);
    this.around = around;
    this.wanted = byName(application);
  }

  /** Returns what is wrong with the application's roles, one sentence each. */
  public static List<String> problems(
      List<RoleDefinition> application, PermissionCatalogue catalogue) {
    List<String> problems = new ArrayList<>();
    List<String> seen =
        new ArrayList<>(BuiltInRoles.all().stream().map(RoleDefinition::name).toList());
    RoleGraph graph = new RoleGraph(new UUID(0, 0), byName(application).values(), catalogue);
    RoleRules rules = new RoleRules(catalogue);
    for (RoleDefinition definition : application) {
      if (seen.contains(definition.name())) {
        problems.add("role " + definition.name() + ": there is another one of that name");
      }
      seen.add(definition.name());
      rules.flaws(definition, graph).stream()
          .map(flaw -> "role " + definition.name() + ": " + flaw.detail())
          .forEach(problems::add);
    }
    return problems;
  }

  private static Map<String, Role> byName(List<RoleDefinition> application) {
    Map<String, Role> roles = new TreeMap<>();
    application.forEach(role -> roles.put(role.name(), new Role(role, Role.Origin.DECLARED, 0)));
    BuiltInRoles.all()
        .forEach(role -> roles.put(role.name(), new Role(role, Role.Origin.BUILT_IN, 0)));
    return roles;
  }

  /**
   * Writes down what the store does not know yet.
   *
   * @throws dev.gatehouse.storage.StoreException if the store cannot be reached
   */
  public void bringUpToDate() {
    if (changes(stored.graph()).isEmpty()) {
      return;
    }
    around.transactions().run(() -> {
      backend.roles().lock();
      RoleGraph present = stored.graph();
      changes(present).forEach(role -> write(role, present.find(role.name())));
      around
          .transactions()
          .afterCommit(
              () -> around.invalidations().publish(new Invalidation(Invalidation.Kind.ROLES, "")));
    });
  }

  /** Returns the roles as they are to be, of those that are not yet. */
  private List<Role> changes(RoleGraph present) {
    List<Role> changes = new ArrayList<>();
    wanted.values().stream()
        .filter(
            role -> present.find(role.name()).filter(kept -> same(kept, role)).isEmpty())
        .forEach(changes::add);
    present.roles().stream()
        .filter(role -> role.origin() == Role.Origin.DECLARED && !wanted.containsKey(role.name()))
        .map(role -> new Role(role.definition(), Role.Origin.CUSTOM, 0))
        .forEach(changes::add);
    return changes;
  }

  private static boolean same(Role kept, Role wanted) {
    return kept.definition().equals(wanted.definition()) && kept.origin() == wanted.origin();
  }

  private void write(Role role, Optional<Role> present) {
    if (present.isEmpty()) {
      backend.roles().insert(role);
      events.changed(EventType.ROLE_CREATED, present, Optional.of(role), SELF, ClientInfo.none());
      return;
    }
    long version = present.get().version();
    Role next = new Role(role.definition(), role.origin(), version + 1);
    backend.roles().update(next, version);
    events.changed(EventType.ROLE_UPDATED, present, Optional.of(next), SELF, ClientInfo.none());
  }
}

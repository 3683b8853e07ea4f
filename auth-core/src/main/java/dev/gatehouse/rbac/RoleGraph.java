package dev.gatehouse.rbac;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All roles at one moment, and what each combination of them allows. Immutable; safe for use by many threads. */
final class RoleGraph {
  private static final int COMPILED_COMBINATIONS = 10_000;
  private static final int MOST_SUGGESTIONS = 20;

  private final UUID revision;
  private final PermissionCatalogue catalogue;
  private final Map<String, Role> roles;
  private final Hierarchy hierarchy;
  private final Cache<Set<String>, PermissionSet> compiled = Caffeine.newBuilder()
      .maximumSize(COMPILED_COMBINATIONS)
      .executor(Runnable::run)
      .build();

  RoleGraph(UUID revision, Collection<Role> roles, PermissionCatalogue catalogue) {
    this.revision = revision;
    this.catalogue = catalogue;
    this.roles = roles.stream()
        .collect(
            Collectors.toMap(Role::name, Function.identity(), (one, other) -> other, TreeMap::new));
    this.hierarchy = new Hierarchy(
        this.roles.values().stream().collect(Collectors.toMap(Role::name, Role::includes)));
  }

  UUID revision() {
    return revision;
  }

  List<Role> roles() {
    return List.copyOf(roles.values());
  }

  Optional<Role> find(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Returns a graph in which this role stands in place of the one of its name. */
  RoleGraph with(Role role) {
    Map<String, Role> changed = new TreeMap<>(roles);
    changed.put(role.name(), role);
    return new RoleGraph(revision, changed.values(), catalogue);
  }

  /** Returns the roles that somebody has to whom these are assigned. */
  Set<String> reach(Collection<String> assigned) {
    return hierarchy.reach(assigned);
  }

  PermissionSet permissions(Set<String> assigned) {
    return compiled.get(assigned, this::compile);
  }

  private PermissionSet compile(Set<String> assigned) {
    Set<Permission> all = new TreeSet<>();
    reach(assigned).forEach(name -> all.addAll(permissionsOf(name)));
    return catalogue.compile(all);
  }

  private Set<Permission> permissionsOf(String name) {
    Role role = roles.get(name);
    return role == null ? Set.of() : role.permissions();
  }

  /** Returns, for each role that grants the permission by itself, a shortest way to it from the assigned ones. */
  List<Explanation.Grant> ways(Set<String> assigned, Permission permission) {
    Map<String, List<String>> ways = shortestWays(assigned);
    List<Explanation.Grant> found = new ArrayList<>();
    ways.forEach((name, way) -> permissionsOf(name).stream()
        .filter(held -> held.implies(permission))
        .forEach(held -> found.add(new Explanation.Grant(way, held))));
    found.sort(Comparator.comparing(grant -> grant.roles().size()));
    return found;
  }

  private Map<String, List<String>> shortestWays(Set<String> assigned) {
    Map<String, List<String>> ways = new TreeMap<>();
    new TreeSet<>(assigned).forEach(name -> ways.put(name, List.of(name)));
    // Nearest first: whoever is reached was reached on a shortest way.
    for (String name : reach(new TreeSet<>(assigned))) {
      for (String included : find(name).map(Role::includes).orElse(Set.of())) {
        ways.putIfAbsent(included, longer(ways.getOrDefault(name, List.of()), included));
      }
    }
    return ways;
  }

  private static List<String> longer(List<String> way, String name) {
    List<String> longer = new ArrayList<>(way);
    longer.add(name);
    return longer;
  }

  /** Returns the roles that allow it, those that allow the least first. */
  List<String> rolesThatAllow(Permission permission) {
    return roles.keySet().stream()
        .filter(name -> permissions(Set.of(name)).implies(permission))
        .sorted(Comparator.comparing((String name) -> permissions(Set.of(name)).breadth()))
        .limit(MOST_SUGGESTIONS)
        .toList();
  }
}

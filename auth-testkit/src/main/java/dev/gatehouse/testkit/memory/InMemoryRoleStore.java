package dev.gatehouse.testkit.memory;

import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The model of {@link RoleStore}. */
final class InMemoryRoleStore implements RoleStore {
  private static final UUID BEGINNING = new UUID(0, 0);

  private final Memory memory;
  private final Table<String, Role> roles;
  private final Table<AssignmentKey, RoleAssignment> assignments;
  private final Table<String, UUID> revisions;

  InMemoryRoleStore(
      Memory memory, Table<String, Role> roles, Table<AssignmentKey, RoleAssignment> assignments) {
    this.memory = memory;
    this.roles = roles;
    this.assignments = assignments;
    this.revisions = new Table<>(memory);
  }

  @Override
  public UUID revision() {
    return memory.call(() -> revisions.get("").orElse(BEGINNING));
  }

  @Override
  public List<Role> list() {
    return memory.call(
        () -> roles.all().stream().sorted(Comparator.comparing(Role::name)).toList());
  }

  /** Units of work run one after the other anyway. */
  @Override
  public void lock() {}

  @Override
  public Set<String> hold(Set<String> names) {
    return memory.call(() -> names.stream()
        .filter(name -> roles.get(name).isPresent())
        .collect(Collectors.toUnmodifiableSet()));
  }

  /** Units of work run one after the other anyway. */
  @Override
  public void claim(String name) {}

  @Override
  public boolean insert(Role role) {
    return memory.call(() -> roles.get(role.name()).isEmpty() && put(role));
  }

  @Override
  public boolean update(Role role, long expectedVersion) {
    return memory.call(() -> {
      Optional<Role> present =
          roles.get(role.name()).filter(kept -> kept.version() == expectedVersion);
      return present.isPresent() && put(role);
    });
  }

  private boolean put(Role role) {
    roles.put(role.name(), role);
    revisions.put("", UUID.randomUUID());
    return true;
  }

  @Override
  public boolean delete(String name, Instant now) {
    return memory.call(() -> {
      boolean held = !assignments
          .where(assignment -> assignment.role().equals(name) && assignment.isLiveAt(now))
          .isEmpty();
      if (held || roles.get(name).isEmpty()) {
        return false;
      }
      int unused = assignments.removeWhere(over -> over.role().equals(name), Integer.MAX_VALUE);
      roles.remove(name);
      revisions.put("", UUID.randomUUID());
      return true;
    });
  }
}

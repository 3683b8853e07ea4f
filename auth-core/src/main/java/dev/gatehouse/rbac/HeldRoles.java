package dev.gatehouse.rbac;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The assignments of one subject. Remembers what they came to last; ends of assignments are seen at their instant. */
final class HeldRoles {
  private final List<HeldRole> assignments;
  private volatile @Nullable Sum last;

  /**
   * What the live assignments come to.
   *
   * @param until when the next of them ends; empty if none does
   */
  private record Sum(RoleGraph graph, Optional<Instant> until, PermissionSet permissions) {
    boolean holds(RoleGraph present, InstantSource clock) {
      return graph == present && (until.isEmpty() || clock.instant().isBefore(until.get()));
    }
  }

  HeldRoles(List<HeldRole> assignments) {
    this.assignments = List.copyOf(assignments);
  }

  static HeldRoles of(List<RoleAssignment> assignments) {
    return new HeldRoles(assignments.stream()
        .map(assignment -> new HeldRole(assignment.role(), assignment.expiresAt()))
        .toList());
  }

  List<HeldRole> roles() {
    return assignments;
  }

  /** Returns the names of the assigned roles that count at an instant. */
  Set<String> at(Instant now) {
    return assignments.stream()
        .filter(assignment -> assignment.isLiveAt(now))
        .map(HeldRole::role)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the names of those that also last until then, or for ever. */
  Set<String> lasting(Instant now, Optional<Instant> until) {
    return assignments.stream()
        .filter(assignment -> assignment.isLiveAt(now) && assignment.lasts(until))
        .map(HeldRole::role)
        .collect(Collectors.toUnmodifiableSet());
  }

  PermissionSet permissions(RoleGraph graph, InstantSource clock) {
    Sum known = last;
    if (known == null || !known.holds(graph, clock)) {
      known = sum(graph, clock.instant());
      last = known;
    }
    return known.permissions();
  }

  private Sum sum(RoleGraph graph, Instant now) {
    Optional<Instant> end = assignments.stream()
        .filter(assignment -> assignment.isLiveAt(now))
        .flatMap(assignment -> assignment.expiresAt().stream())
        .min(Instant::compareTo);
    return new Sum(graph, end, graph.permissions(at(now)));
  }
}

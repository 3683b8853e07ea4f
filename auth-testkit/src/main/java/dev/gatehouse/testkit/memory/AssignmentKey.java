package dev.gatehouse.testkit.memory;

import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.Subject;
import java.util.Comparator;

/** What an assignment is found by. */
record AssignmentKey(Subject subject, String role) {
  /** The order of pages: by kind, then by the bytes of the id. */
  static final Comparator<Subject> PAGE_ORDER = Comparator.comparing(
          (Subject subject) -> subject.kind().name())
      .thenComparing(subject -> subject.id().toString());

  static AssignmentKey of(RoleAssignment assignment) {
    return new AssignmentKey(assignment.subject(), assignment.role());
  }
}

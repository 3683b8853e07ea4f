package dev.gatehouse.rbac;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words what was changed about roles, with what was before and what is after; and tells the nodes. */
final class RoleEvents {
  private final Surroundings around;

  RoleEvents(Surroundings around) {
    this.around = around;
  }

  /** Records a role that was made, changed or deleted. */
  void changed(
      EventType type, Optional<Role> before, Optional<Role> after, Actor by, ClientInfo client) {
    EventDraft event = EventDraft.of(type, client)
        .by(by)
        .with("role", after.or(() -> before).map(Role::name).orElse(""))
        .with("before", before.map(RoleEvents::text).orElse(""))
        .with("after", after.map(RoleEvents::text).orElse(""));
    around.events().record(event);
  }

  /** Records somebody's assignments as they were and are. */
  void assigned(
      Subject subject,
      List<RoleAssignment> before,
      List<RoleAssignment> after,
      String reason,
      Actor by,
      ClientInfo client) {
    around
        .events()
        .record(about(subject, client)
            .by(by)
            .with("before", text(before))
            .with("after", text(after))
            .with("reason", reason));
    tellNodes(subject);
  }

  /** Records that somebody lost a role because it was deleted. */
  void lost(RoleAssignment assignment, Actor by, ClientInfo client) {
    around
        .events()
        .record(about(assignment.subject(), client)
            .by(by)
            .with("lost", text(List.of(assignment)))
            .with("reason", "role_deleted"));
    tellNodes(assignment.subject());
  }

  private void tellNodes(Subject subject) {
    Invalidation changed = new Invalidation(Invalidation.Kind.SUBJECT_ROLES, subject.toString());
    around.transactions().afterCommit(() -> around.invalidations().publish(changed));
  }

  private static EventDraft about(Subject subject, ClientInfo client) {
    if (subject.kind() == Subject.Kind.USER) {
      return EventDraft.of(EventType.USER_ROLES_CHANGED, client).about(new UserId(subject.id()));
    }
    EventType type = subject.kind() == Subject.Kind.SERVICE
        ? EventType.SERVICE_ROLES_CHANGED
        : EventType.API_KEY_ROLES_CHANGED;
    return EventDraft.of(type, client).with("subject", subject.toString());
  }

  private static String text(Role role) {
    return "permissions " + joined(role.permissions()) + "; includes " + joined(role.includes());
  }

  private static String text(List<RoleAssignment> assignments) {
    return joined(assignments.stream()
        .map(one -> one.role() + one.expiresAt().map(end -> " until " + end).orElse(""))
        .toList());
  }

  private static String joined(Collection<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}

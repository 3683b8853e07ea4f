package dev.gatehouse.rbac;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants as a tree of segments: answers in at most seven look-ups, however many grants there are, and makes no garbage.
 * Filled while one thread builds it, and only read from then on.
 */
final class PermissionTrie {
  private final Map<String, PermissionTrie> children = new HashMap<>();
  private @Nullable PermissionTrie any;
  private boolean ends;

  void add(Permission grant) {
    PermissionTrie action = child(grant.resource()).child(grant.action());
    PermissionTrie end = grant.scope().map(action::child).orElse(action);
    end.ends = true;
  }

  private PermissionTrie child(String segment) {
    if (!segment.equals(Permission.ANY)) {
      return children.computeIfAbsent(segment, unused -> new PermissionTrie());
    }
    PermissionTrie present = any;
    if (present == null) {
      present = new PermissionTrie();
      any = present;
    }
    return present;
  }

  /** A wildcard in the question has no child of its own: only a wildcard implies it. */
  boolean implies(Permission asked) {
    return resource(any, asked) || resource(children.get(asked.resource()), asked);
  }

  private static boolean resource(@Nullable PermissionTrie node, Permission asked) {
    return node != null
        && (action(node.any, asked) || action(node.children.get(asked.action()), asked));
  }

  private static boolean action(@Nullable PermissionTrie node, Permission asked) {
    if (node == null) {
      return false;
    }
    if (asked.scope().isEmpty()) {
      return node.ends;
    }
    return node.any != null || node.children.containsKey(asked.scope().get());
  }
}

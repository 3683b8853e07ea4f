package dev.gatehouse.rbac;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants as a tree of segments: answers in at most fourteen look-ups, however many grants there are, and makes no
 * garbage. Filled while one thread builds it, and only read from then on.
 */
final class PermissionTrie {
  private final Map<String, PermissionTrie> children = new HashMap<>();
  private boolean ends;

  void add(Permission grant) {
    PermissionTrie action = child(grant.resource()).child(grant.action());
    PermissionTrie end = grant.scope().map(action::child).orElse(action);
    end.ends = true;
  }

  private PermissionTrie child(String segment) {
    return children.computeIfAbsent(segment, unused -> new PermissionTrie());
  }

  boolean implies(Permission asked) {
    String resource = asked.resource();
    return belowResource(children.get(resource), asked)
        || belowResource(children.get(Permission.ANY), asked);
  }

  private static boolean belowResource(@Nullable PermissionTrie node, Permission asked) {
    return node != null
        && (belowAction(node.children.get(asked.action()), asked)
            || belowAction(node.children.get(Permission.ANY), asked));
  }

  private static boolean belowAction(@Nullable PermissionTrie node, Permission asked) {
    if (node == null) {
      return false;
    }
    if (asked.scope().isEmpty()) {
      return node.ends;
    }
    return node.children.containsKey(asked.scope().get())
        || node.children.containsKey(Permission.ANY);
  }
}

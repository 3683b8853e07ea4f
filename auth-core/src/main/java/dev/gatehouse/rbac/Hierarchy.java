package dev.gatehouse.rbac;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which role includes which. Names that lead nowhere are left out; a cycle, which no write lets in, ends no walk. */
final class Hierarchy {
  private final Map<String, ? extends Collection<String>> next;

  Hierarchy(Map<String, ? extends Collection<String>> next) {
    this.next = next;
  }

  /** Returns the hierarchy from the included to the including. */
  Hierarchy reversed() {
    Map<String, Collection<String>> back = new HashMap<>();
    next.keySet().forEach(name -> back.put(name, new LinkedHashSet<>()));
    next.forEach((name, included) -> included.stream()
        .filter(next::containsKey)
        .forEach(other ->
            back.computeIfAbsent(other, unused -> new LinkedHashSet<>()).add(name)));
    return new Hierarchy(back);
  }

  /** Returns these names and all that can be reached from them, nearest first. */
  Set<String> reach(Collection<String> start) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(start);
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      if (next.containsKey(name) && seen.add(name)) {
        open.addAll(next.get(name));
      }
    }
    return seen;
  }

  /** Tells whether a way leads from the name back to it. */
  boolean isOnACycle(String name) {
    return next.containsKey(name) && reach(next.get(name)).contains(name);
  }

  /** Returns how many names the longest way has that begins with this one; there must be no cycle. */
  int height(String name) {
    return height(name, new HashMap<>());
  }

  private int height(String name, Map<String, Integer> known) {
    Integer before = known.get(name);
    if (before != null) {
      return before;
    }
    if (!next.containsKey(name)) {
      return 0;
    }
    // Should there be a cycle after all, it ends here.
    known.put(name, 0);
    int height = 1
        + next.get(name).stream().mapToInt(other -> height(other, known)).max().orElse(0);
    known.put(name, height);
    return height;
  }
}

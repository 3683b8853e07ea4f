package dev.gatehouse.testkit.memory;

import dev.gatehouse.maintenance.Leadership;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The model of {@link Leadership}: whoever is at a task is in the set, whichever node it is. */
final class InMemoryLeadership implements Leadership {
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  @Override
  public boolean runExclusively(String task, Runnable work) {
    if (!running.add(task)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      running.remove(task);
    }
  }
}

package dev.gatehouse.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** How much room each kind of event may take in a queue: the same for all. Safe for use by many threads. */
final class Shares {
  private final Map<EventType, Semaphore> free = new EnumMap<>(EventType.class);

  Shares(int most) {
    for (EventType kind : EventType.values()) {
      free.put(kind, new Semaphore(most));
    }
  }

  /** Takes room for one event of the kind; false if it has all it may have. */
  boolean take(EventType kind) {
    return of(kind).tryAcquire();
  }

  void giveBack(EventType kind) {
    of(kind).release();
  }

  private Semaphore of(EventType kind) {
    return Objects.requireNonNull(free.get(kind));
  }
}

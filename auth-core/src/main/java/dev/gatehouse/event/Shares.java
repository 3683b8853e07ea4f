package dev.gatehouse.event;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** How much room each kind of event has taken in a queue, up to the same most. Safe for use by many threads. */
final class Shares {
  private final int most;
  private final AtomicIntegerArray taken = new AtomicIntegerArray(EventType.values().length);

  Shares(int most) {
    this.most = most;
  }

  /** Takes room for one event of the kind; false if it has all it may have. */
  boolean take(EventType kind) {
    boolean fits = taken.incrementAndGet(kind.ordinal()) <= most;
    if (!fits) {
      giveBack(kind);
    }
    return fits;
  }

  void giveBack(EventType kind) {
    taken.decrementAndGet(kind.ordinal());
  }
}

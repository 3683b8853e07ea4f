package dev.gatehouse.event;

import java.util.List;

/** A place where events are kept for good, within the caller's transaction. */
public interface EventSink {

  /** Keeps one event. */
  void append(Event event);

  /** Keeps many events in one round trip, in order. */
  void appendAll(List<Event> events);
}

package dev.gatehouse.event;

import java.time.Instant;

/**
 * Events that wait to leave the process. {@code OutboxStoreContract} in {@code auth-contracts} states every promise as a
 * test.
 */
public interface OutboxStore {

  /** Adds an event; part of the caller's transaction. A second event with the same id is ignored. */
  void append(Event event);

  /** Deletes at most {@code limit} events older than the cutoff and returns how many there were. */
  int deleteBefore(Instant cutoff, int limit);
}

package dev.gatehouse.event;

import dev.gatehouse.crypto.Ids;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Turns a draft into an event: gives it an id and the time, no finer than a database keeps it. */
final class Stamp {
  private final Ids ids;
  private final InstantSource clock;

  Stamp(Ids ids, InstantSource clock) {
    this.ids = ids;
    this.clock = clock;
  }

  Event stamp(EventDraft draft) {
    return new Event(
        ids.next(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        draft.type(),
        draft.outcome(),
        draft.subject(),
        draft.actor(),
        draft.client(),
        draft.data());
  }
}

package dev.gatehouse.testkit.memory;

import dev.gatehouse.event.Event;
import dev.gatehouse.event.OutboxStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The model of {@link OutboxStore}. */
final class InMemoryOutboxStore implements OutboxStore {
  private final Memory memory;
  private final Table<UUID, Event> events;

  InMemoryOutboxStore(Memory memory) {
    this.memory = memory;
    this.events = new Table<>(memory);
  }

  @Override
  public void append(Event event) {
    memory.run(() -> {
      if (events.get(event.id()).isEmpty()) {
        events.put(event.id(), event);
      }
    });
  }

  @Override
  public int deleteBefore(Instant cutoff, int limit) {
    return memory.call(() -> events.removeWhere(event -> event.at().isBefore(cutoff), limit));
  }

  List<Event> events() {
    return memory.call(events::all);
  }
}

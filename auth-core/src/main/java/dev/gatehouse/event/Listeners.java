package dev.gatehouse.event;

import dev.gatehouse.error.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever wants to hear events in this process. A listener that throws is logged and disturbs nobody. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  Subscription add(Consumer<Event> listener) {
    Entry entry = new Entry(listener);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void tell(Event event) {
    for (Entry entry : entries) {
      try {
        entry.listener.accept(event);
      } catch (RuntimeException | Error e) {
        LOG.warn("A listener failed on {}: {}", event.type().type(), Fault.of(e));
      }
    }
  }

  /** Compares by identity, so that one listener may be added twice and removed once. */
  private static final class Entry {
    private final Consumer<Event> listener;

    Entry(Consumer<Event> listener) {
      this.listener = listener;
    }
  }
}

package dev.gatehouse.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The last ten thousand messages, as a stream that ends a day after the last of them. It is written and announced in one
 * step, and read from the last entry read on; if that one is gone, something may have been lost.
 */
final class Journal {
  private static final Script<Long> APPEND = new Script<>("append.lua");
  private static final String FIELD = "m";
  private static final String NOTHING = "-";
  private static final int PAGE = 1_000;
  private static final int MOST_HEARD = 10_000;

  private final CommandExecutor executor;
  private final String key;
  private final String channel;
  private final Set<String> heard =
      Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_HEARD;
        }
      }));
  private String last = "";

  Journal(CommandExecutor executor, String key, String channel) {
    this.executor = executor;
    this.key = key;
    this.channel = channel;
  }

  /** Adds a message and announces it on the channel as {@code number message}. */
  void append(String message) {
    List<Long> unused = executor.ask(
        "invalidations.append",
        commands -> APPEND.run(commands, new String[] {key}, new String[] {channel, message}));
  }

  /** Remembers that an entry was heard on the channel. */
  void heard(String number) {
    heard.add(number);
  }

  /** Hands on what was written since the last time and not heard. Not safe for use by several threads. */
  void read(Consumer<String> unheard, Runnable lost) {
    List<StreamMessage<String, String>> page = last.isEmpty() ? List.of() : page(last);
    if (page.isEmpty() || !page.get(0).getId().equals(last)) {
      last = newest();
      lost.run();
      return;
    }
    for (StreamMessage<String, String> entry : page.subList(1, page.size())) {
      if (!heard.remove(entry.getId())) {
        unheard.accept(entry.getBody().getOrDefault(FIELD, ""));
      }
      last = entry.getId();
    }
  }

  private List<StreamMessage<String, String>> page(String from) {
    return executor.ask(
        "invalidations.read",
        commands -> commands.xrange(
            key,
            Range.from(Range.Boundary.including(from), Range.Boundary.unbounded()),
            Limit.from(PAGE)));
  }

  private String newest() {
    List<StreamMessage<String, String>> newest = executor.ask(
        "invalidations.newest",
        commands -> commands.xrevrange(key, Range.unbounded(), Limit.from(1)));
    if (!newest.isEmpty()) {
      return newest.get(0).getId();
    }
    // Something to stand on: without it nobody could tell later whether anything is missing.
    append(NOTHING);
    return newest();
  }
}

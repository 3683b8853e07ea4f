package dev.gatehouse.account;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.throttle.Locked;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the trail says of locks that were lifted: which there were, and that none is left. */
final class LockEvents {
  private LockEvents() {}

  static EventDraft lifted(List<Locked> locks, String reason, ClientInfo client) {
    String before = locks.stream()
        .map(locked -> locked.lock().kind().name().toLowerCase(Locale.ROOT) + ":"
            + locked.lock().failures() + " until " + locked.lock().until())
        .sorted()
        .collect(Collectors.joining(", "));
    return EventDraft.of(EventType.USER_UNLOCKED, client)
        .with("reason", reason)
        .with("before", before)
        .with("after", "");
  }
}

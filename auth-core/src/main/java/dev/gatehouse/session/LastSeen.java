package dev.gatehouse.session;

import dev.gatehouse.principal.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When sessions were last used, kept in memory and written in batches: no request waits for it. */
public final class LastSeen {
  /** Beyond this many unwritten sessions, new ones wait for the next flush. */
  private static final int LIMIT = 100_000;

  private final SessionStore sessions;
  private final Duration interval;
  private final ConcurrentHashMap<SessionId, Instant> seen = new ConcurrentHashMap<>();

  /** Notes a session at most once per interval. */
  public LastSeen(SessionStore sessions, Duration interval) {
    this.sessions = sessions;
    this.interval = interval;
  }

  void note(SessionLease session, Instant now) {
    if (now.isAfter(session.lastSeenAt().plus(interval)) && seen.size() < LIMIT) {
      seen.put(session.principal().sessionId(), now);
    }
  }

  /** Writes what was noted since the last time; on failure it is noted again. */
  public void flush() {
    Map<SessionId, Instant> batch = new HashMap<>();
    seen.forEach((id, at) -> {
      if (seen.remove(id, at)) {
        batch.put(id, at);
      }
    });
    if (batch.isEmpty()) {
      return;
    }
    try {
      sessions.touch(batch);
    } catch (RuntimeException e) {
      batch.forEach(seen::putIfAbsent);
      throw e;
    }
  }
}

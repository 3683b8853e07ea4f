package dev.gatehouse.testkit.memory;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;

/** The model of {@link ReplayStore}, with room for so many entries and no more. */
final class InMemoryReplayStore implements ReplayStore {
  /** Enough for tests, and little enough to be filled by one. */
  static final int DEFAULT_ENTRIES = 100_000;

  private final Memory memory;
  private final Table<Digest, Instant> ends;
  private final int most;

  InMemoryReplayStore(Memory memory, int most) {
    this.memory = memory;
    this.ends = new Table<>(memory);
    this.most = most;
  }

  @Override
  public boolean claim(Digest id, Instant issuedAt, Instant keptUntil, Instant now) {
    return memory.call(() -> {
      boolean free = ends.get(id).filter(now::isBefore).isEmpty();
      if (free) {
        makeRoom(now);
        ends.put(id, keptUntil);
      }
      return free;
    });
  }

  /** Nothing that is not over gives way. */
  private void makeRoom(Instant now) {
    if (ends.size() >= most && ends.removeWhere(end -> !now.isBefore(end), most) == 0) {
      throw new StoreException("the store of used ids is full");
    }
  }

  @Override
  public int deleteOver(Instant cutoff, int limit) {
    return memory.call(() -> ends.removeWhere(end -> end.isBefore(cutoff), limit));
  }
}

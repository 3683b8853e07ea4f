package dev.gatehouse.redis;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Which ids have been used, in a cluster in sixteen buckets that lie in different slots. Each bucket knows since when it
 * remembers, and in which run of which server; an id from before that could have been used, and is refused. So is one that is
 * issued more than a minute from now: it would look new to a server that forgot it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>One use is one script on one slot: of all uses of an id one is the first. A server that was emptied, started again, or took
 * over from another one refuses what was issued before; one that drops keys, has no room, does not answer or has another time
 * than the caller by more than a minute refuses everything. What is not noticed: while a network is cut in two and both sides
 * have a master that takes writes, each takes an id once; a clock of Redis that jumps ahead and back between two uses, or a spell
 * in which it drops keys between them, can bring an id back. Whoever can write to Redis can delete an entry.
 */
final class RedisReplays implements ReplayStore {
  private static final Script<Long> USE = new Script<>("use.lua");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Clocks of who issues ids and of Redis differ. */
  private static final String CLOCKS_DIFFER = millis(Duration.ofMinutes(1));

  /** Longer than an application is idle; without the instant, the ids of a minute are refused. */
  private static final String REMEMBERED = millis(Duration.ofDays(400));

  private static final int BUCKETS = 16;

  private final CommandExecutor executor;
  private final String prefix;
  private final int buckets;

  RedisReplays(CommandExecutor executor, RedisSettings settings) {
    this.executor = executor;
    this.prefix = settings.prefix() + ":used:{";
    this.buckets = settings.cluster() ? BUCKETS : 1;
  }

  @Override
  public boolean claim(Digest id, Instant issuedAt, Instant keptUntil, Instant now) {
    byte[] bytes = id.bytes();
    String bucket = prefix + Math.floorMod(bytes[0], buckets) + "}:";
    String[] keys = {bucket + BASE64.encodeToString(bytes), bucket + "since"};
    String[] values = {
      Long.toString(issuedAt.toEpochMilli()),
      Long.toString(keptUntil.toEpochMilli() + 1),
      Long.toString(now.toEpochMilli()),
      Long.toString(Math.max(Duration.between(now, keptUntil).toMillis(), 0) + 1),
      CLOCKS_DIFFER,
      REMEMBERED
    };
    List<Long> answer = executor.ask("replays.use", commands -> USE.run(commands, keys, values));
    return isFirst(answer.size() == 1 ? answer.get(0) : Long.MIN_VALUE);
  }

  private static boolean isFirst(long answer) {
    if (answer == 1 || answer == 0) {
      return answer == 1;
    }
    if (answer == -1) {
      throw new StoreException(
          "redis: replays.use cannot tell: the id is older than its memory, or clocks differ");
    }
    if (answer == -2) {
      throw new StoreException("redis: replays.use needs maxmemory-policy noeviction");
    }
    throw new StoreException("redis: replays.use gave another number of answers");
  }

  /** Every entry ends by itself. */
  @Override
  public int deleteOver(Instant cutoff, int limit) {
    return 0;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}

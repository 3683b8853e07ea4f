package dev.gatehouse.redis;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.storage.StoreException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A cache that nodes share, on the server's clock. Names may lie in different slots: each is asked for by itself, all in one
 * round trip.
 */
final class RedisSharedCache implements SharedCache {
  private static final Script<String> READ = new Script<>("read.lua");
  private static final Script<String> REPLACE = new Script<>("replace.lua");

  private final CommandExecutor executor;
  private final String prefix;

  RedisSharedCache(CommandExecutor executor, RedisSettings settings) {
    this.executor = executor;
    this.prefix = settings.prefix() + ":copy:";
  }

  @Override
  public List<Held> read(List<String> names, String seed, Duration ttl) {
    String[] values = {seed, Long.toString(ttl.toMillis())};
    return executor.ask("shared_cache.read", commands -> readAll(commands, names, values));
  }

  private CompletableFuture<List<Held>> readAll(
      RedisClusterAsyncCommands<String, String> commands, List<String> names, String[] values) {
    List<CompletableFuture<Held>> answers = names.stream()
        .map(name -> READ.run(commands, new String[] {prefix + name}, values)
            .thenApply(RedisSharedCache::held)
            .toCompletableFuture())
        .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
  }

  private static Held held(List<String> answer) {
    if (answer.size() != 2) {
      throw new StoreException("redis: shared_cache.read gave another number of answers");
    }
    long micros = Long.parseLong(answer.get(1));
    return new Held(answer.get(0), Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** Nobody waits for it: the answer is there already. */
  @Override
  public void replace(String name, String expected, String text, Instant end) {
    String[] values = {expected, text, Long.toString(end.toEpochMilli())};
    executor.tell(commands -> REPLACE.run(commands, new String[] {prefix + name}, values));
  }

  @Override
  public void remove(String name) {
    Long unused = executor.ask("shared_cache.remove", commands -> commands.del(prefix + name));
  }
}

package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.contract.InvalidationsContract;
import io.lettuce.core.api.sync.RedisCommands;
import java.lang.reflect.Proxy;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisInvalidationsTest implements InvalidationsContract {
  @RegisterExtension
  static final TestRedis REDIS = new TestRedis();

  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);

  private Redis node() {
    return REDIS.node(settings -> settings.withPrefix(prefix));
  }

  /** The contract asks for nothing else of a storage. */
  @Override
  public Storage storage() {
    Redis node = node();
    return (Storage) Proxy.newProxyInstance(
        Storage.class.getClassLoader(),
        new Class<?>[] {Storage.class},
        (proxy, method, arguments) -> node.invalidations());
  }

  @Override
  public Storage anotherNode() {
    return storage();
  }

  private static BlockingQueue<Object> heardBy(Invalidations node) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    node.subscribe(heard::add, () -> heard.add("reset"));
    node.awaitConnected();
    return heard;
  }

  private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
    return heard.poll(10, TimeUnit.SECONDS);
  }

  private static Invalidation message(String id) {
    return new Invalidation(Invalidation.Kind.USER, id);
  }

  @Test
  @DisplayName("RBAC-03 what the channel lost is heard from the journal")
  void whatTheChannelLostIsHeardFromTheJournal() throws InterruptedException {
    BlockingQueue<Object> there = heardBy(node().invalidations());
    assertThat(next(there)).isEqualTo("reset");
    writeAsSomebody("usr_lost");
    assertThat(next(there)).isEqualTo(message("usr_lost"));
    node().invalidations().publish(message("usr_next"));
    assertThat(next(there)).isEqualTo(message("usr_next"));
  }

  @Test
  @DisplayName("CFG-05 a journal that was emptied makes a node forget all its copies")
  void anEmptiedJournalMakesANodeForgetEverything() throws InterruptedException {
    BlockingQueue<Object> there = heardBy(node().invalidations());
    assertThat(next(there)).isEqualTo("reset");
    Invalidations here = node().invalidations();
    here.publish(message("usr_1"));
    assertThat(next(there)).isEqualTo(message("usr_1"));
    awaitRead();
    assertThat(next(there)).isEqualTo(message("usr_mark"));
    assertThat(next(there)).isEqualTo(message("usr_mark2"));
    REDIS.look(RedisCommands::flushall);
    assertThat(next(there)).isEqualTo("reset");
    here.publish(message("usr_2"));
    assertThat(next(there)).isEqualTo(message("usr_2"));
  }

  /** A node has read the journal once more when another one that listens from now on has, too. */
  private void awaitRead() throws InterruptedException {
    BlockingQueue<Object> other = heardBy(node().invalidations());
    assertThat(next(other)).isEqualTo("reset");
    writeAsSomebody("usr_mark");
    assertThat(next(other)).isEqualTo(message("usr_mark"));
    // Both read once a second; by the next mark of the other the first one has read this one.
    writeAsSomebody("usr_mark2");
    assertThat(next(other)).isEqualTo(message("usr_mark2"));
  }

  private void writeAsSomebody(String id) {
    REDIS.look(commands ->
        commands.xadd(prefix + ":journal", "m", "somebody " + message(id).encode()));
  }
}

package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.InvalidationsContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedisInvalidationsTest implements InvalidationsContract {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static RedisServer server;

  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final List<Redis> nodes = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void disconnect() {
    nodes.forEach(Redis::close);
  }

  private Redis node() {
    Redis node = Redis.at(
        RedisSettings.of(server.url()).withPrefix(prefix).withTimeout(Duration.ofSeconds(5)),
        SECRET);
    nodes.add(node);
    return node;
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
    ask(connection -> connection
        .sync()
        .xadd(prefix + ":journal", "m", "somebody " + message("usr_lost").encode()));
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
    ask(connection -> connection.sync().flushall());
    assertThat(next(there)).isEqualTo("reset");
    here.publish(message("usr_2"));
    assertThat(next(there)).isEqualTo(message("usr_2"));
  }

  /** A node has read the journal once more when another one that listens from now on has, too. */
  private void awaitRead() throws InterruptedException {
    BlockingQueue<Object> other = heardBy(node().invalidations());
    assertThat(next(other)).isEqualTo("reset");
    ask(connection -> connection
        .sync()
        .xadd(prefix + ":journal", "m", "somebody " + message("usr_mark").encode()));
    assertThat(next(other)).isEqualTo(message("usr_mark"));
    // Both read once a second; by the next mark of the other the first one has read this one.
    ask(connection -> connection
        .sync()
        .xadd(prefix + ":journal", "m", "somebody " + message("usr_mark2").encode()));
    assertThat(next(other)).isEqualTo(message("usr_mark2"));
  }

  private static void ask(
      java.util.function.Consumer<StatefulRedisConnection<String, String>> question) {
    RedisClient client = RedisClient.create(server.url());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      question.accept(connection);
    } finally {
      client.shutdown();
    }
  }
}

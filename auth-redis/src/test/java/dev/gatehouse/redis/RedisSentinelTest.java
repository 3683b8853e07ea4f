package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.contract.SharedCacheContract;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.storage.StoreException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master, a replica, and three real Sentinels. */
@Tag("thorough")
final class RedisSentinelTest {
  private static final Logger log = LoggerFactory.getLogger(RedisSentinelTest.class);
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");

  private final RedisServer master = RedisServer.start("repl-diskless-sync-delay 0");
  private final RedisServer replica =
      RedisServer.start("replicaof 127.0.0.1 " + master.port(), "repl-diskless-sync-delay 0");
  private final List<RedisServer> sentinels = IntStream.range(0, 3)
      .mapToObj(i -> RedisServer.start(
          "sentinel monitor main 127.0.0.1 " + master.port() + " 2",
          "sentinel down-after-milliseconds main 500",
          "sentinel failover-timeout main 2000"))
      .toList();
  private final Redis here = Redis.at(settings(), SECRET);
  private final Redis there = Redis.at(settings(), SECRET);

  private RedisSettings settings() {
    String hosts = sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(","));
    return RedisSettings.of("redis-sentinel://" + hosts + "/0#main");
  }

  /** Until each Sentinel knows the replica and the two others; before that none of them can do anything. */
  @BeforeEach
  void awaitAgreement() {
    for (RedisServer sentinel : sentinels) {
      RedisClient client = RedisClient.create();
      RedisURI address =
          RedisURI.Builder.sentinel("127.0.0.1", sentinel.port(), "main").build();
      try (StatefulRedisSentinelConnection<String, String> asked =
          client.connectSentinel(address)) {
        await(() -> asked.sync().info("sentinel").contains("slaves=1,sentinels=3"));
      } finally {
        client.shutdown();
      }
    }
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
    sentinels.forEach(RedisServer::close);
    replica.close();
    master.close();
  }

  private static boolean answers(Redis redis) {
    try {
      return redis
              .sharedCache()
              .read(List.of(SharedCacheContract.newName()), "?seed", Duration.ofMinutes(1))
              .size()
          == 1;
    } catch (StoreException e) {
      return false;
    }
  }

  private static long await(BooleanSupplier done) {
    long begin = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - begin > Duration.ofSeconds(60).toNanos()) {
        throw new AssertionError("it did not come about within a minute");
      }
      Thread.onSpinWait();
    }
    return (System.nanoTime() - begin) / 1_000_000;
  }

  @Test
  @DisplayName(
      "RL-04, CFG-05 the master that Sentinel names is found again when another one has become it")
  void followsTheMaster() throws InterruptedException {
    long unused = await(() -> answers(here) && answers(there));
    BlockingQueue<Object> heard = heardBy(there.invalidations());
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("reset");
    master.killHard();
    assertThat(answers(here)).isFalse();
    long millis = await(() -> answers(here));
    log.info("Sentinel made another master, and it answered, after {} ms", millis);
    assertThat(millis).isLessThan(30_000);
    long also = await(() -> answers(there));
    Invalidation change = new Invalidation(Invalidation.Kind.USER, "usr_1");
    here.invalidations().publish(change);
    Object next = heard.poll(20, TimeUnit.SECONDS);
    while ("reset".equals(next)) {
      next = heard.poll(20, TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo(change);
  }

  private static BlockingQueue<Object> heardBy(Invalidations node) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    node.subscribe(heard::add, () -> heard.add("reset"));
    node.awaitConnected();
    return heard;
  }
}

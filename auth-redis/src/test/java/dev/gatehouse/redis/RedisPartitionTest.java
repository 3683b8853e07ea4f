package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.TcpProxy;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Quota;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when the network, and not Redis, is at fault. */
@Tag("thorough")
final class RedisPartitionTest {
  private static final Logger log = LoggerFactory.getLogger(RedisPartitionTest.class);
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static final Charge CHARGE = Charge.of(
      new Quota("many", Limit.perMinute(1_000_000)),
      LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID()));

  private final RedisServer server = RedisServer.start();
  private final TcpProxy network = new TcpProxy("127.0.0.1", server.port());
  private final Redis cutOff =
      Redis.at(RedisSettings.of("redis://127.0.0.1:" + network.port()), SECRET);
  private final Redis connected = Redis.at(RedisSettings.of(server.url()), SECRET);

  @AfterEach
  void stop() {
    cutOff.close();
    connected.close();
    network.close();
    server.close();
  }

  private static boolean answers(Redis redis) {
    try {
      return redis.rateLimits().take(CHARGE).allowed();
    } catch (StoreException e) {
      return false;
    }
  }

  private static long awaitAnswer(Redis redis) {
    long begin = System.nanoTime();
    while (!answers(redis)) {
      if (System.nanoTime() - begin > Duration.ofSeconds(30).toNanos()) {
        throw new AssertionError("Redis does not answer");
      }
      Thread.onSpinWait();
    }
    return (System.nanoTime() - begin) / 1_000_000;
  }

  @Test
  @DisplayName(
      "CFG-05 a connection that swallows everything is given up, and a new one found, within seconds")
  void aSilentConnectionIsGivenUp() {
    long first = awaitAnswer(cutOff);
    network.silence();
    assertThat(answers(cutOff)).isFalse();
    long millis = awaitAnswer(cutOff);
    log.info("first answer after {} ms; past a silent connection after {} ms", first, millis);
    // Three timeouts at once, then one in each half second until ten were silent.
    assertThat(millis).isGreaterThan(1_000L);
  }

  @Test
  @DisplayName("RBAC-03 what could not be said is said when the network is back, at least once")
  void whatCouldNotBeSaidIsSaidLater() throws InterruptedException {
    BlockingQueue<Object> there = heardBy(connected.invalidations());
    BlockingQueue<Object> here = heardBy(cutOff.invalidations());
    assertThat(next(there)).isEqualTo("reset");
    assertThat(next(here)).isEqualTo("reset");
    network.cut();
    Invalidation change = new Invalidation(Invalidation.Kind.USER, "usr_cut_off");
    cutOff.invalidations().publish(change);
    assertThat(here.poll()).as("the node itself hears at once").isEqualTo(change);
    assertThat(cutOff.status().unsent()).isEqualTo(1);
    Invalidation other = new Invalidation(Invalidation.Kind.USER, "usr_meanwhile");
    connected.invalidations().publish(other);
    assertThat(next(there)).isEqualTo(other);
    assertThat(there).isEmpty();
    network.mend();
    assertThat(next(there)).isEqualTo(change);
    assertThat(next(here)).as("and it hears what it missed").isEqualTo(other);
  }

  @Test
  @DisplayName(
      "RL-04 while the network is cut the copies of others are not to be had, and nobody waits for them")
  void aCutNetworkIsNoCopy() {
    long unused = awaitAnswer(cutOff);
    network.cut();
    long failures = cutOff.status().failures();
    long begin = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> cutOff
              .sharedCache()
              .read(List.of("AAAAAAAAAAAAAAAAAAAAAA"), "?seed", Duration.ofSeconds(1)))
          .isInstanceOf(StoreException.class);
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    log.info("200 look-ups while cut off took {} ms", millis);
    assertThat(cutOff.status().failures() - failures)
        .as("three callers waited at most, and one in each half second")
        .isBetween(3L, 4 + millis / 500);
  }

  private static BlockingQueue<Object> heardBy(Invalidations node) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    node.subscribe(heard::add, () -> heard.add("reset"));
    node.awaitConnected();
    return heard;
  }

  private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }
}

package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Promptly;
import dev.gatehouse.testkit.TcpProxy;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.FallbackRateLimits;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of limits in the column "what nodes share is lost" of docs/guides/degradation.md, with a real Redis. */
@DisplayName("Redis is lost: limits")
final class RedisOutageTest {
  private static final Logger log = LoggerFactory.getLogger(RedisOutageTest.class);
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static final Quota FIVE = new Quota("five", Limit.perHour(5));
  private static final Duration RECOVERY = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofMillis(100);

  private final RedisServer server = RedisServer.start();
  private final Redis redis = Redis.at(RedisSettings.of(server.url()).withTimeout(TIMEOUT), SECRET);
  private final LocalRateLimits local =
      new LocalRateLimits(System::nanoTime, RandomSource.secure(), 1_024);
  private final RateLimitStore limits = new FallbackRateLimits(redis.rateLimits(), local, 1);
  private final Charge charge = Charge.of(FIVE, LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID()));

  @BeforeEach
  void warmUp() {
    Duration unused = awaitAnswer();
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  /** Until Redis itself answers; the first connection of a JVM takes longer than a request waits. */
  private Duration awaitAnswer() {
    return awaitAnswerOf(redis);
  }

  private static Duration awaitAnswerOf(Redis asked) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < Duration.ofSeconds(20).toNanos()) {
      try {
        asked
            .rateLimits()
            .take(Charge.of(FIVE, LimitKey.of(LimitKey.Kind.USER, UUID.randomUUID())));
        return Duration.ofNanos(System.nanoTime() - begin);
      } catch (StoreException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("Redis does not answer");
  }

  private int through(int calls) {
    int through = 0;
    for (int i = 0; i < calls; i++) {
      through += limits.take(charge).allowed() ? 1 : 0;
    }
    return through;
  }

  @Test
  @DisplayName(
      "RL-04, CFG-05 cell: killed: this node's own limits hold, and Redis is back within two seconds of its return")
  void killed() {
    assertThat(through(3)).isEqualTo(3);
    AtomicInteger alone = new AtomicInteger();
    Duration recovery = Promptly.within(RECOVERY, () -> {
      server.killHard();
      alone.addAndGet(through(100));
      server.startAgain();
      return awaitAnswer();
    });
    log.info("Redis answers again {} after its return", recovery);
    assertThat(alone.get()).as("at most the limit once more").isBetween(1, 5);
    assertThat(redis.status().answering()).isTrue();
  }

  @Test
  @DisplayName(
      "RL-04 cell: hung: callers wait for the timeout three times in all, and then not at all")
  void hung() {
    assertThat(through(1)).isEqualTo(1);
    AtomicInteger alone = new AtomicInteger();
    Duration recovery = Promptly.within(RECOVERY, () -> {
      server.freeze();
      assertWaits(redis, () -> alone.addAndGet(through(200)));
      assertThatThrownBy(() -> redis.rateLimits().take(charge)).isInstanceOf(StoreException.class);
      server.thaw();
      return awaitAnswer();
    });
    log.info("Redis answers again {} after it hung", recovery);
    assertThat(alone.get()).isLessThanOrEqualTo(5);
  }

  /** Whoever waits waits for the timeout, and counts as a failure: a machine that is slow elsewhere makes no more of them. */
  private static void assertWaits(Redis asked, Runnable calls) {
    long failures = asked.status().failures();
    long begin = System.nanoTime();
    calls.run();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    log.info("200 calls took {}", took);
    assertThat(asked.status().failures() - failures)
        .as("three callers waited, and one in each half second")
        .isBetween(3L, 4 + took.toMillis() / 500);
    assertThat(took).isGreaterThanOrEqualTo(TIMEOUT.multipliedBy(3));
  }

  @Test
  @DisplayName("CFG-05 cell: out of memory, with noeviction: an error is no permission")
  void outOfMemory() {
    try (RedisServer full = RedisServer.start("maxmemory 1", "maxmemory-policy noeviction");
        Redis asked = Redis.at(RedisSettings.of(full.url()), SECRET)) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> asked.rateLimits().take(charge))
            .isInstanceOf(StoreException.class)
            .hasMessageNotContaining("gatehouse:");
      }
    }
  }

  @Test
  @DisplayName("RL-04 cell: emptied under load: each key gets its limit once more, at most")
  void emptied() throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(threads.submit(() -> {
        int through = 0;
        while (running.get()) {
          through += limits.take(charge).allowed() ? 1 : 0;
        }
        return through;
      }));
    }
    int times = 3;
    for (int i = 0; i < times; i++) {
      awaitDecisions();
      assertThat(server.command("FLUSHALL")).isEqualTo("+OK");
    }
    awaitDecisions();
    running.set(false);
    int through = 0;
    for (Future<Integer> caller : callers) {
      through += caller.get();
    }
    threads.shutdown();
    // One limit of Redis at first, one after each loss, and one of this node if Redis was late.
    assertThat(through).isBetween(5 * (1 + times) - 5, 5 * (2 + times));
  }

  /** Until Redis has decided a hundred times more. */
  private void awaitDecisions() {
    for (int i = 0; i < 100; i++) {
      awaitAnswer();
    }
  }

  @Test
  @DisplayName(
      "RL-04 cell: slow, 500 ms: callers wait for the timeout three times in all, then not at all")
  void slow() {
    try (TcpProxy network = new TcpProxy("127.0.0.1", server.port());
        Redis far = Redis.at(
            RedisSettings.of("redis://127.0.0.1:" + network.port()).withTimeout(TIMEOUT), SECRET)) {
      RateLimitStore through = new FallbackRateLimits(far.rateLimits(), local, 1);
      Duration unused = awaitAnswerOf(far);
      AtomicInteger allowed = new AtomicInteger();
      Duration recovery = Promptly.within(RECOVERY, () -> {
        network.delay(Duration.ofMillis(500));
        assertWaits(far, () -> {
          for (int i = 0; i < 200; i++) {
            allowed.addAndGet(through.take(charge).allowed() ? 1 : 0);
          }
        });
        network.delay(Duration.ZERO);
        return awaitAnswerOf(far);
      });
      log.info("Redis answers again {} after it was slow", recovery);
      assertThat(allowed.get()).isBetween(1, 10);
    }
  }

  @Test
  @DisplayName("CFG-05 cell: failed over to a read-only replica: an error is no permission")
  void readOnlyReplica() {
    try (RedisServer replica = RedisServer.start("replicaof 127.0.0.1 " + server.port());
        Redis asked = Redis.at(RedisSettings.of(replica.url()), SECRET)) {
      awaitRefusal(asked, "READONLY");
      assertHeldByThisNode(asked);
      Duration promoted = Promptly.within(RECOVERY, () -> {
        assertThat(replica.command("REPLICAOF 127.0.0.1 " + server.port())).startsWith("+OK");
        awaitRefusal(asked, "READONLY");
        assertThat(replica.command("REPLICAOF NO ONE")).isEqualTo("+OK");
        return awaitAnswerOf(asked);
      });
      log.info("Redis answers {} after it was promoted", promoted);
    }
  }

  @Test
  @DisplayName("CFG-05 cell: wrong password: an error is no permission")
  void wrongPassword() {
    try (RedisServer shut = RedisServer.start("requirepass right");
        Redis asked = Redis.at(RedisSettings.of(shut.url().replace("://", "://:wrong@")), SECRET)) {
      assertHeldByThisNode(asked);
    }
  }

  @Test
  @DisplayName("CFG-05 cell: out of memory: this node's own limits hold")
  void outOfMemoryHeld() {
    try (RedisServer full = RedisServer.start("maxmemory 1", "maxmemory-policy noeviction");
        Redis asked = Redis.at(RedisSettings.of(full.url()), SECRET)) {
      assertHeldByThisNode(asked);
    }
  }

  private void awaitRefusal(Redis asked, String kind) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String last = "";
    while (System.nanoTime() < deadline && !last.contains(kind)) {
      try {
        asked.rateLimits().take(charge);
      } catch (StoreException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    assertThat(last).contains(kind).doesNotContain("gatehouse:");
  }

  private void assertHeldByThisNode(Redis asked) {
    FallbackRateLimits held = new FallbackRateLimits(asked.rateLimits(), local, 1);
    int allowed = 0;
    for (int i = 0; i < 100; i++) {
      allowed += held.take(charge).allowed() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(5);
    assertThat(held.counts().local()).isEqualTo(100);
    assertThat(asked.status().answering()).isFalse();
  }

  @Test
  void anApplicationStartsWithoutRedis() {
    try (Redis nowhere = Redis.at(RedisSettings.of("redis://127.0.0.1:1"), SECRET)) {
      assertThat(new FallbackRateLimits(nowhere.rateLimits(), local, 1)
              .take(charge)
              .allowed())
          .isTrue();
      assertThat(nowhere.status().failures()).isPositive();
    }
  }
}

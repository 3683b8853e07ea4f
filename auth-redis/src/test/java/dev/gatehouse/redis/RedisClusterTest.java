package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.contract.RateLimitStoreContract;
import dev.gatehouse.contract.ReplayStoreContract;
import dev.gatehouse.contract.SharedCacheContract;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.PlainRequest;
import dev.gatehouse.testkit.Promptly;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.FailureMode;
import dev.gatehouse.throttle.FallbackRateLimits;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Standing;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("thorough")
final class RedisClusterTest
    implements RateLimitStoreContract, SharedCacheContract, ReplayStoreContract {
  private static final Logger log = LoggerFactory.getLogger(RedisClusterTest.class);
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static RedisCluster cluster;

  private final List<Redis> nodes = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void disconnect() {
    nodes.forEach(Redis::close);
  }

  private Redis node(RedisCluster where, Duration timeout) {
    Redis node = Redis.at(where.settings().withTimeout(timeout), SECRET);
    nodes.add(node);
    return node;
  }

  @Override
  public RateLimitStore rateLimits() {
    return node(cluster, Duration.ofSeconds(5)).rateLimits();
  }

  @Override
  public SharedCache sharedCache() {
    return node(cluster, Duration.ofSeconds(5)).sharedCache();
  }

  @Override
  public List<ReplayStore> replays() {
    cluster.rememberSince(present().minus(Duration.ofHours(1)));
    return Stream.generate(() -> node(cluster, Duration.ofSeconds(5)).replays())
        .limit(2)
        .toList();
  }

  @Test
  @DisplayName("limits of two keys lie in two slots, and a refusal in one gives the other back")
  void twoKeysInTwoSlots() {
    RateLimitStore store = rateLimits();
    LimitKey address = newKey();
    for (int person = 0; person < 20; person++) {
      LimitKey user = newKey();
      List<Charge> both = List.of(Charge.of(HUNDRED, address), Charge.of(FIVE, user));
      IntStream.range(0, 5)
          .forEach(i ->
              assertThat(store.takeAll(both)).extracting(Standing::allowed).containsOnly(true));
      if (person < 19) {
        assertThat(store.takeAll(both)).extracting(Standing::allowed).contains(false);
      }
    }
    // A hundred were let through; what was refused took nothing.
    assertThat(store.take(Charge.of(HUNDRED, address)).allowed()).isFalse();
  }

  @Test
  @DisplayName(
      "RL-04 cell: failing over: four nodes let through no more than twice what is allowed")
  void failOver() {
    Limit limit = new Limit(20, Duration.ofSeconds(2));
    Quota quota = new Quota("failover", limit);
    List<LimitKey> keys = IntStream.range(0, 30).mapToObj(i -> newKey()).toList();
    int[] through = new int[keys.size()];
    try (RedisCluster own = RedisCluster.start()) {
      List<RateLimitStore> stores = IntStream.range(0, 4)
          .<RateLimitStore>mapToObj(i -> new FallbackRateLimits(
              node(own, Duration.ofMillis(100)).rateLimits(),
              new LocalRateLimits(System::nanoTime, RandomSource.secure(), 1_024),
              4))
          .toList();
      long begin = System.nanoTime();
      long killed = 0;
      long lasts = Duration.ofSeconds(9).toNanos();
      while (System.nanoTime() - begin < lasts) {
        if (killed == 0 && System.nanoTime() - begin > lasts / 3) {
          own.killAMaster();
          killed = System.nanoTime();
        }
        for (RateLimitStore store : stores) {
          for (int key = 0; key < keys.size(); key++) {
            through[key] += store.take(Charge.of(quota, keys.get(key))).allowed() ? 1 : 0;
          }
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double allowed = 20 + 10 * seconds;
      int most = IntStream.of(through).max().orElseThrow();
      log.info("fail-over: at most {} through in {} s, allowed {}", most, seconds, allowed);
      assertThat(most).isLessThanOrEqualTo((int) (2 * allowed));
      assertThat(IntStream.of(through).min().orElseThrow())
          .as("nobody is shut out")
          .isPositive();
      Duration back = Promptly.within(Duration.ofSeconds(2), () -> answers(nodes.get(0), keys));
      log.info("every key is decided together again {} later", back);
    }
  }

  @Test
  @DisplayName(
      "RL-04 cell: failing over: where all other limits fail open, logins of four nodes do not")
  void loginsWhileFailingOver() {
    List<String> addresses =
        IntStream.range(0, 12).mapToObj(i -> "192.0.2." + i).toList();
    int[] through = new int[addresses.size()];
    try (RedisCluster own = RedisCluster.start()) {
      List<TestGatehouse> gates = IntStream.range(0, 4)
          .mapToObj(i -> gatehouse(node(own, Duration.ofMillis(100))))
          .toList();
      long begin = System.nanoTime();
      boolean killed = false;
      long lasts = Duration.ofSeconds(9).toNanos();
      int rounds = 0;
      // Each round asks four times for every address: a slow machine gets the time to ask for more
      // than there is.
      while (System.nanoTime() - begin < lasts || rounds < 15) {
        if (!killed && System.nanoTime() - begin > lasts / 3) {
          own.killAMaster();
          killed = true;
        }
        for (TestGatehouse gate : gates) {
          for (int i = 0; i < through.length; i++) {
            through[i] += status(gate, addresses.get(i)) == 401 ? 1 : 0;
          }
        }
        rounds++;
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double allowed = 20 + 20 * seconds / 60;
      int most = IntStream.of(through).max().orElseThrow();
      long alone = gates.stream()
          .mapToLong(gate -> gate.gatehouse().degradation().limits().local())
          .sum();
      log.info(
          "fail-over: at most {} logins in {} s, allowed {}; {} decided alone",
          most,
          seconds,
          allowed,
          alone);
      gates.forEach(TestGatehouse::close);
      assertThat(alone).as("the master was missed").isPositive();
      assertThat(most).isBetween(20, (int) (2 * allowed));
    }
  }

  private static TestGatehouse gatehouse(Redis redis) {
    return TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> builder
            .clock(InstantSource.system())
            .throttle(off -> ThrottlePolicy.defaults()
                .withAddress(Limit.perMinute(100_000))
                .withLogin(Limit.perMinute(20)))
            .degradation(degradation -> degradation.withLimits(FailureMode.OPEN))
            .rateLimits(redis.rateLimits(), 4));
  }

  private static int status(TestGatehouse gate, String address) {
    // Each time as somebody else, whom nobody knows.
    String login = "{\"login\":\"" + UUID.randomUUID() + "@example.com\",\"password\":\"wrong\"}";
    GateResult result =
        gate.gatehouse().http().handle(PlainRequest.post("/auth/login", login).from(address));
    return ((GateResult.Answer) result).response().status();
  }

  /** Returns how long it took until Redis had decided about every key. */
  private static Duration answers(Redis node, List<LimitKey> keys) {
    long begin = System.nanoTime();
    for (LimitKey key : keys) {
      while (true) {
        try {
          node.rateLimits().take(Charge.of(HUNDRED, key));
          break;
        } catch (StoreException e) {
          assertThat(Duration.ofNanos(System.nanoTime() - begin))
              .as("Redis does not answer")
              .isLessThan(Duration.ofSeconds(30));
        }
      }
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}

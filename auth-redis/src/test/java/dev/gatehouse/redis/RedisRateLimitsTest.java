package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.contract.RateLimitStoreContract;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.Quota;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Standing;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class RedisRateLimitsTest implements RateLimitStoreContract {
  private static final Logger log = LoggerFactory.getLogger(RedisRateLimitsTest.class);

  @RegisterExtension
  static final TestRedis REDIS = new TestRedis();

  @Override
  public RateLimitStore rateLimits() {
    return REDIS.node().rateLimits();
  }

  @Test
  @DisplayName(
      "RL-02 four nodes together let through the capacity and what is earned meanwhile, and no more")
  void nodesShareALimit() throws Exception {
    Quota quota = new Quota("shared", new Limit(50, Duration.ofSeconds(1)));
    Charge charge = Charge.of(quota, newKey());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<RateLimitStore> nodes = Stream.generate(this::rateLimits).limit(4).toList();
    List<Callable<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RateLimitStore store = nodes.get(i % 4);
      assertThat(store.take(Charge.of(HUNDRED, newKey())).allowed()).isTrue();
      callers.add(() -> {
        int through = 0;
        for (int call = 0; call < 500; call++) {
          through += store.take(charge).allowed() ? 1 : 0;
        }
        return through;
      });
    }
    long begin = System.nanoTime();
    int through = 0;
    for (Future<Integer> caller : threads.invokeAll(callers)) {
      through += caller.get();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    threads.shutdown();
    log.info("{} of 4,000 through in {} s", through, seconds);
    assertThat(through).isBetween(50, (int) (50 + 50 * seconds) + 1);
  }

  @Test
  void everyKeyEndsByItselfAndNamesNobody() {
    Redis node = REDIS.node();
    LimitKey address = LimitKey.address("203.0.113.7");
    Quota quota = new Quota("brief", new Limit(10, Duration.ofSeconds(200)));
    assertThat(node.rateLimits().take(Charge.of(quota, address)).allowed()).isTrue();
    List<String> keys = REDIS.look(commands -> commands.keys("*:brief:*"));
    assertThat(keys).singleElement().satisfies(key -> {
      assertThat(key).startsWith("gatehouse:limit:{").endsWith(":brief:10/200000");
      assertThat(key).doesNotContain("203").doesNotContain("cb007107");
      long millis = REDIS.look(commands -> commands.pttl(key));
      assertThat(millis).isBetween(1L, 20_001L);
    });
  }

  @Test
  @DisplayName("RL-04 a server that forgot its scripts is told them again")
  void aForgottenScriptIsSentAgain() {
    RateLimitStore store = rateLimits();
    Charge charge = Charge.of(FIVE, newKey());
    assertThat(store.take(charge).remaining()).isEqualTo(4);
    REDIS.look(RedisCommands::scriptFlush);
    assertThat(store.take(charge).remaining()).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "RL-08 a debt that was noted by a clock that ran ahead locks nobody for longer than the period")
  void aDebtFromTheFutureIsTheGreatestThereCanBe() {
    RateLimitStore store = rateLimits();
    Quota quota = new Quota("future", Limit.perSecond(5));
    Charge charge = Charge.of(quota, newKey());
    assertThat(store.take(charge).allowed()).isTrue();
    String key = REDIS.look(commands -> commands.keys("*:future:*")).get(0);
    REDIS.look(commands -> commands.set(key, "9000000000000000"));
    Standing refused = store.take(charge);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  @DisplayName("RBAC-04, RL-04 what somebody else wrote under a key allows nothing")
  void foreignWordsAllowNothing() {
    RateLimitStore store = rateLimits();
    Charge charge = Charge.of(new Quota("poisoned", Limit.perHour(5)), newKey());
    assertThat(store.take(charge).allowed()).isTrue();
    String key = REDIS.look(commands -> commands.keys("*:poisoned:*")).get(0);
    for (String foreign : List.of("{\"admin\":true}", "nan", "-1", "1e99", "")) {
      REDIS.look(commands -> commands.set(key, foreign));
      assertThat(store.take(charge).allowed()).as(foreign).isFalse();
    }
  }
}

package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.contract.SharedCacheContract;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisSharedCacheTest implements SharedCacheContract {
  @RegisterExtension
  static final TestRedis REDIS = new TestRedis();

  @Override
  public SharedCache sharedCache() {
    return REDIS.node().sharedCache();
  }

  @Test
  @DisplayName("RBAC-04 what is no text gives way to a seed")
  void aKeyOfAnotherTypeGivesWay() {
    String name = SharedCacheContract.newName();
    long length = REDIS.look(redis -> redis.lpush("gatehouse:copy:" + name, "admin"));
    assertThat(length).isEqualTo(1);
    assertThat(sharedCache().read(List.of(name), "?seed", MINUTE).get(0).text()).isEqualTo("?seed");
  }

  @Test
  @DisplayName("RBAC-04 what somebody wrote for ever is given an end when it is replaced")
  void aKeyWithoutAnEndIsGivenOne() {
    String name = SharedCacheContract.newName();
    String key = "gatehouse:copy:" + name;
    String done = REDIS.look(redis -> redis.set(key, "forged"));
    assertThat(done).isEqualTo("OK");
    SharedCache cache = sharedCache();
    SharedCache.Held held = cache.read(List.of(name), "?seed", MINUTE).get(0);
    assertThat(held.text()).isEqualTo("forged");
    cache.replace(name, held.text(), "copy", held.at().plus(MINUTE));
    assertThat(cache.read(List.of(name), "?seed", MINUTE).get(0).text()).isEqualTo("copy");
    long left = REDIS.look(redis -> redis.pttl(key));
    assertThat(left).isPositive().isLessThanOrEqualTo(MINUTE.toMillis());
  }

  @Test
  @DisplayName(
      "RBAC-03 CFG-05 a copy that was under way while Redis hung is not written when it is over")
  void whatWasUnderWayWhileRedisHungComesToNothing() {
    SharedCache cache = sharedCache();
    String late = SharedCacheContract.newName();
    String inTime = SharedCacheContract.newName();
    SharedCache.Held seen = cache.read(List.of(late, inTime), "?seed", MINUTE).get(0);
    REDIS.server().freeze();
    try {
      cache.replace(late, seen.text(), "copy", seen.at().plusMillis(200));
      cache.replace(inTime, seen.text(), "copy", seen.at().plus(MINUTE));
      long thawed = System.nanoTime() + Duration.ofMillis(300).toNanos();
      while (System.nanoTime() - thawed < 0) {
        LockSupport.parkNanos(1_000_000);
      }
    } finally {
      REDIS.server().thaw();
    }
    assertThat(cache.read(List.of(late, inTime), "?new", MINUTE))
        .extracting(SharedCache.Held::text)
        .containsExactly("?seed", "copy");
  }

  @Test
  @DisplayName("RL-04 a server that forgot the scripts is sent them again")
  void scriptsAreSentAgain() {
    SharedCache cache = sharedCache();
    String name = SharedCacheContract.newName();
    assertThat(cache.read(List.of(name), "?seed", MINUTE)).hasSize(1);
    String done = REDIS.look(RedisCommands::scriptFlush);
    assertThat(done).isEqualTo("OK");
    assertThat(cache.read(List.of(name), "?new", MINUTE).get(0).text()).isEqualTo("?seed");
  }
}

package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.testkit.SharedCacheContract;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
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
  @DisplayName("RBAC-04 what somebody wrote for ever has no time left")
  void aKeyWithoutAnEndHasNoTimeLeft() {
    String name = SharedCacheContract.newName();
    String done = REDIS.look(redis -> redis.set("gatehouse:copy:" + name, "forged"));
    assertThat(done).isEqualTo("OK");
    SharedCache.Held held = sharedCache().read(List.of(name), "?seed", MINUTE).get(0);
    assertThat(held.text()).isEqualTo("forged");
    assertThat(held.left()).isNegative();
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

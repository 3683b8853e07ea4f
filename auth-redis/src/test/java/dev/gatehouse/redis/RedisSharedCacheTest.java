package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.SharedCacheContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedisSharedCacheTest implements SharedCacheContract {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  private static RedisServer server;

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

  @Override
  public SharedCache sharedCache() {
    Redis node =
        Redis.at(RedisSettings.of(server.url()).withTimeout(Duration.ofSeconds(5)), SECRET);
    nodes.add(node);
    return node.sharedCache();
  }

  private static <T> T look(Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(server.url());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown();
    }
  }

  @Test
  @DisplayName("RBAC-04 what is no text gives way to a seed")
  void aKeyOfAnotherTypeGivesWay() {
    String name = SharedCacheContract.newName();
    long length = look(redis -> redis.lpush("gatehouse:copy:" + name, "admin"));
    assertThat(length).isEqualTo(1);
    assertThat(sharedCache().read(List.of(name), "?seed", MINUTE).get(0).text()).isEqualTo("?seed");
  }

  @Test
  @DisplayName("RBAC-04 what somebody wrote for ever is given an end when it is replaced")
  void aKeyWithoutAnEndIsGivenOne() {
    String name = SharedCacheContract.newName();
    String key = "gatehouse:copy:" + name;
    String done = look(redis -> redis.set(key, "forged"));
    assertThat(done).isEqualTo("OK");
    SharedCache cache = sharedCache();
    SharedCache.Held held = cache.read(List.of(name), "?seed", MINUTE).get(0);
    assertThat(held.text()).isEqualTo("forged");
    cache.replace(name, held.text(), "copy", held.at().plus(MINUTE));
    assertThat(cache.read(List.of(name), "?seed", MINUTE).get(0).text()).isEqualTo("copy");
    long left = look(redis -> redis.pttl(key));
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
    server.freeze();
    try {
      cache.replace(late, seen.text(), "copy", seen.at().plusMillis(200));
      cache.replace(inTime, seen.text(), "copy", seen.at().plus(MINUTE));
      long thawed = System.nanoTime() + Duration.ofMillis(300).toNanos();
      while (System.nanoTime() - thawed < 0) {
        LockSupport.parkNanos(1_000_000);
      }
    } finally {
      server.thaw();
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
    String done = look(RedisCommands::scriptFlush);
    assertThat(done).isEqualTo("OK");
    assertThat(cache.read(List.of(name), "?new", MINUTE).get(0).text()).isEqualTo("?seed");
  }
}

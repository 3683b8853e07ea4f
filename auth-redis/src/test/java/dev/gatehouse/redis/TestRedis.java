package dev.gatehouse.redis;

import dev.gatehouse.crypto.Secret;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis of its own for one test class, with the nodes that a test connects to it. */
final class TestRedis implements AfterEachCallback, AfterAllCallback {
  private static final Secret SECRET =
      Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");

  private final RedisServer server = RedisServer.start();
  private final List<Redis> nodes = new CopyOnWriteArrayList<>();

  /** Returns the server, to be frozen and thawed. */
  RedisServer server() {
    return server;
  }

  Redis node() {
    return node(settings -> settings);
  }

  /** Connects a node that waits longer than a request would: the machine may be busy elsewhere. */
  Redis node(UnaryOperator<RedisSettings> changes) {
    RedisSettings patient = RedisSettings.of(server.url()).withTimeout(Duration.ofSeconds(5));
    Redis node = Redis.at(changes.apply(patient), SECRET);
    nodes.add(node);
    return node;
  }

  /** Asks the server itself. */
  <T> T look(Function<RedisCommands<String, String>, T> question) {
    return look(server, question);
  }

  /** Asks another server. */
  static <T> T look(RedisServer server, Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(server.url());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    nodes.forEach(Redis::close);
    nodes.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
  }
}

package dev.gatehouse.benchmarks.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The floor: the same script by EVALSHA through the same client over one connection, its keys and arguments ready, its answer
 * not looked at but for whether it allows.
 */
final class BareScript implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 5;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final String name;
  private final String[] arguments;

  BareScript(String url, long intervalMicros, int capacity) {
    this.client = RedisClient.create(url);
    this.connection = client.connect();
    this.name = connection.sync().scriptLoad(text());
    this.arguments = new String[] {Long.toString(intervalMicros), Integer.toString(capacity), "1"};
  }

  private static String text() {
    try (InputStream in = BareScript.class.getResourceAsStream("/dev/gatehouse/redis/take.lua")) {
      if (in == null) {
        throw new IOException("auth-redis has no take.lua any more");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean take(String key) {
    try {
      List<Long> debts = connection
          .async()
          .<List<Long>>evalsha(name, ScriptOutputType.MULTI, new String[] {key}, arguments)
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return debts.get(0) >= 0;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}

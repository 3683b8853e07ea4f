package dev.gatehouse.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the ways to reach Redis have in common. */
final class Lines {
  /** Commands that wait for an answer: more than one node asks within a timeout. */
  static final int MOST_WAITING = 20_000;

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration RECONNECT = Duration.ofMillis(200);

  private Lines() {}

  static Line to(RedisSettings settings, ClientResources resources) {
    return settings.cluster()
        ? new ClusterLine(settings, resources)
        : new SingleLine(settings, resources);
  }

  /** Lettuce itself waits ever longer, up to half a minute, before it connects again. */
  static ClientResources resources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .reconnectDelay(Delay.constant(RECONNECT))
        .build();
  }

  static SocketOptions socketOptions() {
    return SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).tcpNoDelay(true).build();
  }

  static void shutDown(AbstractRedisClient client) {
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }
}

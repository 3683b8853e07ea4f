package dev.gatehouse.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How the driver is set up, wherever it connects to. */
final class Lettuce {
  /** Commands that wait for an answer: more than one node asks within a timeout. */
  static final int MOST_WAITING = 20_000;

  /** How long a server may take to greet; Lettuce itself allows a minute. */
  static final Duration HANDSHAKE = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration RECONNECT = Duration.ofMillis(200);

  private Lettuce() {}

  static Connector connector(RedisSettings settings, ClientResources resources) {
    return settings.cluster()
        ? new ClusterConnector(settings, resources)
        : new SingleConnector(settings, resources);
  }

  /** Lettuce itself waits ever longer, up to half a minute, before it connects again. */
  static ClientResources resources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .reconnectDelay(Delay.constant(RECONNECT))
        .nettyCustomizer(new Together())
        .build();
  }

  /** Commands of many threads that wait for the connection at once leave it in one write. */
  private static final class Together implements NettyCustomizer {
    private static final int MOST = 256;

    @Override
    public void afterChannelInitialized(Channel channel) {
      channel.pipeline().addFirst(new FlushConsolidationHandler(MOST, true));
    }
  }

  static SocketOptions socketOptions() {
    return SocketOptions.builder()
        .connectTimeout(CONNECT)
        .keepAlive(true)
        .tcpNoDelay(true)
        .build();
  }

  /** Reads an address; a server that speaks TLS must have the name in it, whatever its parameters say. */
  static RedisURI address(String text) {
    try {
      RedisURI address = RedisURI.create(text);
      address.setTimeout(HANDSHAKE);
      if (address.isSsl()) {
        address.setVerifyPeer(SslVerifyMode.FULL);
      }
      return address;
    } catch (IllegalArgumentException e) {
      // Its message would show the password.
      throw new IllegalArgumentException(
          "an address of Redis cannot be read: it looks like redis://host:6379, rediss://host:6379 or"
              + " redis-sentinel://host:26379?sentinelMasterId=main");
    }
  }

  static SslOptions sslOptions(RedisSettings settings) {
    SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
    settings.authorities().ifPresent(pem -> options.trustManager(pem.toFile()));
    return options.build();
  }

  /** Closes the connection again if the user may not listen: it would be opened anew with every try. */
  static CompletableFuture<StatefulConnection<String, String>> subscribe(
      StatefulRedisPubSubConnection<String, String> connection,
      String channel,
      RedisPubSubAdapter<String, String> listener) {
    connection.addListener(listener);
    return connection
        .async()
        .subscribe(channel)
        .toCompletableFuture()
        .<StatefulConnection<String, String>>thenApply(subscribed -> connection)
        .whenComplete((open, failure) -> {
          if (failure != null) {
            CompletableFuture<Void> unused = connection.closeAsync();
          }
        });
  }

  static void shutDown(AbstractRedisClient client) {
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }
}

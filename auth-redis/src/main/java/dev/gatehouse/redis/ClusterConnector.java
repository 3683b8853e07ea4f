package dev.gatehouse.redis;

import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A cluster, whose shape is looked up again when a node is lost and every five seconds. */
final class ClusterConnector implements Connector {
  private final RedisClusterClient client;

  ClusterConnector(RedisSettings settings, ClientResources resources) {
    this.client = RedisClusterClient.create(
        resources, settings.addresses().stream().map(Lettuce::address).toList());
    client.setOptions(ClusterClientOptions.builder()
        .topologyRefreshOptions(refresh())
        // Commands wait for a node that is being connected to, and not for longer than a caller
        // does.
        .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
        .requestQueueSize(Lettuce.MOST_WAITING)
        .socketOptions(Lettuce.socketOptions())
        .sslOptions(Lettuce.sslOptions(settings))
        .build());
  }

  /** From Lettuce 7 on the triggers are on by themselves; an older one that the host brings must be told. */
  @SuppressWarnings("deprecation")
  private static ClusterTopologyRefreshOptions refresh() {
    return ClusterTopologyRefreshOptions.builder()
        .enableAllAdaptiveRefreshTriggers()
        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
        .enablePeriodicRefresh(Duration.ofSeconds(5))
        .build();
  }

  @Override
  public CompletableFuture<Commands> connect() {
    return shape()
        .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
        .thenApply(connection -> new Commands(connection, connection.async()));
  }

  @Override
  public CompletableFuture<? extends StatefulConnection<String, String>> listen(
      String channel, RedisPubSubAdapter<String, String> listener) {
    return shape()
        .thenCompose(known -> client.connectPubSubAsync(StringCodec.UTF8))
        .thenCompose(connection -> Lettuce.subscribe(connection, channel, listener));
  }

  /** Before the first connection somebody must ask for the shape of the cluster; Lettuce does not by itself. */
  private CompletableFuture<Void> shape() {
    return client.refreshPartitionsAsync().toCompletableFuture();
  }

  @Override
  public void close() {
    Lettuce.shutDown(client);
  }
}

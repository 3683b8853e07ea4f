package dev.gatehouse.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;

/** One server, or the master that Sentinel names: asked again for its name whenever the connection was lost. */
final class SingleConnector implements Connector {
  private final RedisURI address;
  private final RedisClient client;

  SingleConnector(RedisSettings settings, ClientResources resources) {
    this.address = Lettuce.address(settings.addresses().get(0));
    this.client = RedisClient.create(resources);
    client.setOptions(ClientOptions.builder()
        // A queue for a server that is away would be sent once it is back: decisions of long ago.
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(Lettuce.MOST_WAITING)
        .socketOptions(Lettuce.socketOptions())
        .sslOptions(Lettuce.sslOptions(settings))
        .build());
  }

  @Override
  public CompletableFuture<Commands> connect() {
    return client
        .connectAsync(StringCodec.UTF8, address)
        .toCompletableFuture()
        .thenApply(connection -> new Commands(connection, connection.async()));
  }

  @Override
  public CompletableFuture<? extends StatefulConnection<String, String>> listen(
      String channel, RedisPubSubAdapter<String, String> listener) {
    return client
        .connectPubSubAsync(StringCodec.UTF8, address)
        .toCompletableFuture()
        .thenCompose(connection -> Lettuce.subscribe(connection, channel, listener));
  }

  @Override
  public void close() {
    Lettuce.shutDown(client);
  }
}

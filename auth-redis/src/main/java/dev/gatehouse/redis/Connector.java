package dev.gatehouse.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.concurrent.CompletableFuture;

/** How to reach Redis: one server, the master that Sentinel names, or a cluster. */
interface Connector extends AutoCloseable {

  /** Connects in the background. */
  CompletableFuture<Commands> connect();

  /** Subscribes to a channel in the background, and again whenever the connection was lost. */
  CompletableFuture<? extends StatefulConnection<String, String>> listen(
      String channel, RedisPubSubAdapter<String, String> listener);

  /** Ends every connection. */
  @Override
  void close();

  /** A connection, and what can be asked over it. */
  record Commands(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> async) {}
}

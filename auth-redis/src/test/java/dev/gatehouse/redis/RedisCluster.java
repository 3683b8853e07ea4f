package dev.gatehouse.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Three masters and a replica of each, on the loopback address. */
final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;
  /** Nodes speak to each other on their port and 10,000 more. */
  private static final int BUS = 10_000;

  private final List<RedisServer> servers = new ArrayList<>();

  static RedisCluster start() {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < 2 * MASTERS; i++) {
      cluster.servers.add(RedisServer.start(
          portWithBus(),
          "cluster-enabled yes",
          "cluster-node-timeout 1500",
          "repl-diskless-sync-delay 0"));
    }
    cluster.join();
    return cluster;
  }

  private static int portWithBus() {
    while (true) {
      int port = 10_000 + ThreadLocalRandom.current().nextInt(40_000);
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void join() {
    RedisClient client = RedisClient.create();
    List<StatefulRedisConnection<String, String>> connections = servers.stream()
        .map(server -> client.connect(io.lettuce.core.RedisURI.create(server.url())))
        .toList();
    try {
      List<RedisCommands<String, String>> nodes =
          connections.stream().map(StatefulRedisConnection::sync).toList();
      for (int i = 0; i < MASTERS; i++) {
        int from = SLOTS * i / MASTERS;
        nodes
            .get(i)
            .clusterAddSlots(IntStream.range(from, SLOTS * (i + 1) / MASTERS).toArray());
      }
      servers.forEach(server -> nodes.get(0).clusterMeet("127.0.0.1", server.port()));
      await(nodes, node -> node.clusterInfo().contains("cluster_known_nodes:6"));
      for (int i = 0; i < MASTERS; i++) {
        nodes.get(MASTERS + i).clusterReplicate(nodes.get(i).clusterMyId());
      }
      await(
          nodes,
          node -> node.clusterInfo().contains("cluster_state:ok")
              && node.clusterNodes()
                      .lines()
                      .filter(line -> line.contains("slave"))
                      .count()
                  == MASTERS);
      // A replica that has never heard its master is not elected.
      await(
          nodes.subList(MASTERS, 2 * MASTERS),
          node -> node.info("replication").contains("master_link_status:up"));
    } finally {
      client.shutdown();
    }
  }

  private static void await(
      List<RedisCommands<String, String>> nodes, Predicate<RedisCommands<String, String>> ready) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!nodes.stream().allMatch(ready)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the cluster does not come together: " + nodes.get(0).clusterNodes());
      }
      Thread.onSpinWait();
    }
  }

  RedisSettings settings() {
    return RedisSettings.ofCluster(servers.stream().map(RedisServer::url).toArray(String[]::new));
  }

  /** Lets every bucket of used ids begin to remember at an instant. */
  void rememberSince(Instant instant) {
    RedisClusterClient client = RedisClusterClient.create(servers.get(0).url());
    try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
      for (int bucket = 0; bucket < 16; bucket++) {
        String key = "gatehouse:used:{" + bucket + "}:since";
        RedisClusterNode owner =
            connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        String since = Since.text(connection.getConnection(owner.getNodeId()).sync(), instant);
        String done = connection.sync().set(key, since);
        if (!done.equals("OK")) {
          throw new IllegalStateException(done);
        }
      }
    } finally {
      client.shutdown();
    }
  }

  /** Kills the first master as a crash would. */
  void killAMaster() {
    servers.get(0).killHard();
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}

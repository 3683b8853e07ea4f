package dev.gatehouse.redis;

import io.lettuce.core.api.sync.RedisServerCommands;
import java.time.Instant;

/** What a bucket of used ids holds about since when it remembers. */
final class Since {
  private Since() {}

  /** Returns what a server would have noted at an instant. */
  static String text(RedisServerCommands<String, String> server, Instant instant) {
    return instant.toEpochMilli() + " " + server(server);
  }

  /** Returns the run of a server and its replication id. */
  static String server(RedisServerCommands<String, String> server) {
    return found(server.info("server"), "run_id")
        + found(server.info("replication"), "master_replid");
  }

  private static String found(String info, String name) {
    return info.replaceAll("(?s).*\\b" + name + ":(\\w+).*", "$1");
  }
}

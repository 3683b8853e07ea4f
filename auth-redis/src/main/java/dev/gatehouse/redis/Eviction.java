package dev.gatehouse.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what a server does when its memory is full: one that throws keys away throws limits away. */
final class Eviction {
  private static final Logger LOG = LoggerFactory.getLogger(Eviction.class);
  private static final String SETTING = "maxmemory-policy";
  private static final String KEEPS = "noeviction";

  private Eviction() {}

  /** Warns if limits could be lost; says nothing if the user may not ask. */
  static void warn(RedisClusterAsyncCommands<String, String> commands) {
    CompletionStage<Void> unused = commands.configGet(SETTING).thenAccept(Eviction::judge);
  }

  private static void judge(Map<String, String> found) {
    String policy = found.getOrDefault(SETTING, KEEPS);
    if (!policy.equals(KEEPS)) {
      LOG.warn(
          "AUTH-1401: Redis has {} {}: when its memory is full it drops rate limits, and whoever is over one is let"
              + " through. Set it to {}.",
          SETTING,
          policy,
          KEEPS);
    }
  }
}
